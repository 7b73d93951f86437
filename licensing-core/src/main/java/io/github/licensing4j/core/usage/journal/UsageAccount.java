package io.github.licensing4j.core.usage.journal;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit.Scope;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The account of a caller: created once per caller and cached, since it stores its number in the current segment. Two
 * are equal if their names are. Belongs to one journal; safe for use by many threads.
 */
public final class UsageAccount extends Definition {
    private final LicenseId license;
    private final String customer;
    private final PlanId plan;
    private final @Nullable String keyId;
    private final @Nullable String user;

    /**
     * @param license the license
     * @param customer its customer
     * @param plan the plan version in force
     * @param keyId the API key in whose quotas the caller counts, null if none
     * @param user the user of the license, null if unknown
     */
    public UsageAccount(
            LicenseId license, String customer, PlanId plan, @Nullable String keyId, @Nullable String user) {
        this.license = license;
        this.customer = customer;
        this.plan = plan;
        this.keyId = keyId;
        this.user = user;
    }

    public LicenseId license() {
        return license;
    }

    public String customer() {
        return customer;
    }

    public PlanId plan() {
        return plan;
    }

    public @Nullable String keyId() {
        return keyId;
    }

    public @Nullable String user() {
        return user;
    }

    /** Returns the subject of a counter under a scope; empty for a license, and if the key or user is unknown. */
    public String subject(Scope scope) {
        String subject = switch (scope) {
            case LICENSE -> "";
            case CUSTOMER -> customer;
            case KEY -> keyId;
            case USER -> user;
        };
        return subject == null ? "" : subject;
    }

    @Override
    byte type() {
        return Format.ACCOUNT;
    }

    @Override
    void writeTo(DataOutputStream out) throws IOException {
        out.writeUTF(license.issuer());
        out.writeUTF(license.value());
        out.writeUTF(customer);
        out.writeUTF(plan.name());
        out.writeInt(plan.version());
        DefinitionStrings.writeNullable(out, keyId);
        DefinitionStrings.writeNullable(out, user);
    }

    static UsageAccount readFrom(DataInputStream in) throws IOException {
        return new UsageAccount(
                new LicenseId(in.readUTF(), in.readUTF()),
                in.readUTF(),
                new PlanId(in.readUTF(), in.readInt()),
                DefinitionStrings.readNullable(in),
                DefinitionStrings.readNullable(in));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UsageAccount that
                && license.equals(that.license)
                && customer.equals(that.customer)
                && plan.equals(that.plan)
                && Objects.equals(keyId, that.keyId)
                && Objects.equals(user, that.user);
    }

    @Override
    public int hashCode() {
        return Objects.hash(license, customer, plan, keyId, user);
    }

    @Override
    public String toString() {
        return license.value() + " of " + customer + " on " + plan;
    }
}
