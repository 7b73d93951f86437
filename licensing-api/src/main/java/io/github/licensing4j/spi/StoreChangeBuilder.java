package io.github.licensing4j.spi;

import io.github.licensing4j.spi.StoreChange.ChangedLicense;
import io.github.licensing4j.spi.StoreChange.Credentials;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the parts of a change. Not safe for use by many threads. */
public final class StoreChangeBuilder {
    private final List<ChangedLicense> licenses = new ArrayList<>();
    private final List<ApiKeyRecord> keys = new ArrayList<>();
    private final List<TokenRecord> tokens = new ArrayList<>();
    private final List<RefreshTokenRecord> refreshTokens = new ArrayList<>();
    private final List<Revocation> revocations = new ArrayList<>();
    private final List<RevokedToken> revokedTokens = new ArrayList<>();
    private final List<SignatureKeyRecord> signatureKeys = new ArrayList<>();
    private final List<String> uniqueKeys = new ArrayList<>();
    private final List<CreditGrant> grants = new ArrayList<>();
    private final List<UsageCorrection> corrections = new ArrayList<>();
    private final List<AuditEntry> audit = new ArrayList<>();
    private final List<StoredMessage> messages = new ArrayList<>();
    private final List<StoreDependency> dependencies = new ArrayList<>();
    private @Nullable IdempotencyRecord idempotencyRecord;

    StoreChangeBuilder() {}

    /** Adds a license, in place of one with the same id. */
    public StoreChangeBuilder license(LicenseRecord license, StoredState state) {
        licenses.removeIf(other -> other.license().id().equals(license.id()));
        licenses.add(new ChangedLicense(license, state));
        return this;
    }

    public StoreChangeBuilder key(ApiKeyRecord key) {
        keys.add(key);
        return this;
    }

    public StoreChangeBuilder token(TokenRecord token) {
        tokens.add(token);
        return this;
    }

    public StoreChangeBuilder refreshToken(RefreshTokenRecord token) {
        refreshTokens.add(token);
        return this;
    }

    public StoreChangeBuilder revocation(Revocation revocation) {
        revocations.add(revocation);
        return this;
    }

    public StoreChangeBuilder revokedToken(RevokedToken token) {
        revokedTokens.add(token);
        return this;
    }

    public StoreChangeBuilder signatureKey(SignatureKeyRecord key) {
        signatureKeys.add(key);
        return this;
    }

    public StoreChangeBuilder uniqueKey(String name) {
        uniqueKeys.add(name);
        return this;
    }

    public StoreChangeBuilder grant(CreditGrant grant) {
        grants.add(grant);
        return this;
    }

    public StoreChangeBuilder correction(UsageCorrection correction) {
        corrections.add(correction);
        return this;
    }

    public StoreChangeBuilder audit(Collection<AuditEntry> entries) {
        audit.addAll(entries);
        return this;
    }

    public StoreChangeBuilder message(StoredMessage message) {
        messages.add(message);
        return this;
    }

    /** Adds a record that the change relies on. */
    public StoreChangeBuilder dependsOn(StoreDependency dependency) {
        dependencies.add(dependency);
        return this;
    }

    public StoreChangeBuilder idempotencyRecord(@Nullable IdempotencyRecord replay) {
        this.idempotencyRecord = replay;
        return this;
    }

    /** Returns the change, which is complete from here on. */
    public StoreChange build() {
        return new StoreChange(
                licenses,
                new Credentials(keys, tokens, refreshTokens, revokedTokens, signatureKeys),
                revocations,
                uniqueKeys,
                grants,
                corrections,
                audit,
                messages,
                dependencies,
                Optional.ofNullable(idempotencyRecord));
    }
}
