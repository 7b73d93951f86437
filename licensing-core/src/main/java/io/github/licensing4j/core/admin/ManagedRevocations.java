package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.Revocations;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.license.Transitions;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.Revocation;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Revokes customers, licenses and tokens by age. */
final class ManagedRevocations implements Revocations {
    private static final int BATCH = 500;

    private final TrustedIssuers issuers;
    private final MadeKeys made;
    private final AdminTransactions adminTransactions;
    private final LicenseCache cache;
    private final PublishedStatusList statusList;

    ManagedRevocations(
            TrustedIssuers issuers,
            AdminTransactions adminTransactions,
            LicenseCache cache,
            PublishedStatusList statusList) {
        this.issuers = issuers;
        this.made = new MadeKeys(issuers.own(), adminTransactions);
        this.adminTransactions = adminTransactions;
        this.cache = cache;
        this.statusList = statusList;
    }

    /**
     * Revokes the customer first, which stops everything at once; then each license, so that it is shown as revoked.
     */
    @Override
    public int revokeCustomer(String customer, @Nullable String issuer, AdminContext by) {
        NewLicenses.checkText("customer", customer, 200);
        String of = issuers.named(issuer);
        adminTransactions.carryOut(pendingChange -> {
            if (issuer == null && !cache.isCustomerRevoked(of, customer) && !hasLicenses(pendingChange, customer)) {
                throw new NotFoundException("customer", customer);
            }
            if (!cache.isCustomerRevoked(of, customer)) {
                pendingChange.change().revocation(new Revocation.OfCustomer(of, customer, pendingChange.now()));
                pendingChange.act(
                        new AuditAction(by.actor(), "customer.revoked", null, customer, by.reason(), details(of)));
            }
            return customer;
        });
        int revoked = 0;
        String cursor = null;
        do {
            Batch batch = of.equals(issuers.own()) ? revokeSome(customer, cursor, by) : new Batch(0, null);
            revoked += batch.revoked;
            cursor = batch.next;
        } while (cursor != null);
        return revoked;
    }

    private boolean hasLicenses(PendingChange pendingChange, String customer) {
        LicenseQuery one = new LicenseQuery(issuers.own(), customer, null, null, 1, pendingChange.now());
        return !adminTransactions.store().licenses().list(one).items().isEmpty();
    }

    private Map<String, String> details(String issuer) {
        return issuer.equals(issuers.own()) ? Map.of() : Map.of("issuer", issuer);
    }

    private record Batch(int revoked, @Nullable String next) {}

    private Batch revokeSome(String customer, @Nullable String cursor, AdminContext by) {
        return adminTransactions.carryOut(pendingChange -> {
            Page<LicenseRecord> page = adminTransactions
                    .store()
                    .licenses()
                    .list(new LicenseQuery(issuers.own(), customer, null, cursor, BATCH, pendingChange.now()));
            int revoked = 0;
            for (LicenseRecord license : page.items()) {
                if (license.blocks().revokedAt() == null) {
                    DueTransitions.announceIn(pendingChange, license);
                    pendingChange.license(
                            Transitions.revoke(license, pendingChange.now()),
                            new AuditAction(
                                    by.actor(),
                                    "license.revoked",
                                    license.id().value(),
                                    customer,
                                    by.reason(),
                                    Map.of()));
                    revoked++;
                }
            }
            return new Batch(revoked, page.next());
        });
    }

    @Override
    public void revokeIssuedBefore(Instant instant, @Nullable String issuer, AdminContext by) {
        String of = issuers.named(issuer);
        adminTransactions.carryOut(pendingChange -> {
            if (instant.isAfter(pendingChange.now())) {
                throw new InvalidFieldException("issuedBefore", "expected an instant that is not in the future");
            }
            pendingChange.change().revocation(new Revocation.IssuedBefore(of, instant, pendingChange.now()));
            Map<String, String> details = new HashMap<>(details(of));
            details.put("issuedBefore", instant.toString());
            pendingChange.act(new AuditAction(by.actor(), "tokens.revoked", null, null, by.reason(), details));
            return instant;
        });
        if (of.equals(issuers.own())) {
            made.revokeMadeBefore(instant, by);
        }
    }

    @Override
    public void revokeLicense(String license, String issuer, AdminContext by) {
        NewLicenses.checkText("license", license, 200);
        Secrets.refuseIn("license", license);
        String of = issuers.named(issuer);
        adminTransactions.carryOut(pendingChange -> {
            if (adminTransactions
                    .store()
                    .licenses()
                    .find(new LicenseId(of, license))
                    .isPresent()) {
                throw new InvalidFieldException("license", "it is on record; expected one that is not");
            }
            pendingChange.change().revocation(new Revocation.OfLicense(of, license, pendingChange.now()));
            pendingChange.act(new AuditAction(by.actor(), "license.revoked", null, license, by.reason(), details(of)));
            return license;
        });
    }

    @Override
    public String statusList(int part) {
        return statusList.part(part);
    }
}
