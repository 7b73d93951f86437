package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.Order;
import io.github.licensing4j.admin.Revocations;
import io.github.licensing4j.core.audit.AuditChain.Act;
import io.github.licensing4j.core.license.LicenseBook;
import io.github.licensing4j.core.license.Transitions;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.Page;
import io.github.licensing4j.spi.Revocation;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Revocations of customers and of ages. */
final class ManagedRevocations implements Revocations {
    private static final int BATCH = 500;

    private final TrustedIssuers issuers;
    private final MadeKeys made;
    private final Registrar registrar;
    private final LicenseBook book;
    private final PublishedStatusList statusList;

    ManagedRevocations(TrustedIssuers issuers, Registrar registrar, LicenseBook book, PublishedStatusList statusList) {
        this.issuers = issuers;
        this.made = new MadeKeys(issuers.own(), registrar);
        this.registrar = registrar;
        this.book = book;
        this.statusList = statusList;
    }

    /** The customer first, which stops everything at once; then each license, so that it shows. */
    @Override
    public int revokeCustomer(String customer, @Nullable String issuer, Order by) {
        NewLicenses.checkText("customer", customer, 200);
        String of = issuers.named(issuer);
        registrar.carryOut(draft -> {
            if (issuer == null && !book.isCustomerRevoked(of, customer) && !hasLicenses(draft, customer)) {
                throw new NotFoundException("customer", customer);
            }
            if (!book.isCustomerRevoked(of, customer)) {
                draft.change().revocation(new Revocation.OfCustomer(of, customer, draft.now()));
                draft.act(new Act(by.actor(), "customer.revoked", null, customer, by.reason(), details(of)));
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

    private boolean hasLicenses(Draft draft, String customer) {
        LicenseQuery one = new LicenseQuery(issuers.own(), customer, null, null, 1, draft.now());
        return !registrar.store().list(one).items().isEmpty();
    }

    private Map<String, String> details(String issuer) {
        return issuer.equals(issuers.own()) ? Map.of() : Map.of("issuer", issuer);
    }

    private record Batch(int revoked, @Nullable String next) {}

    private Batch revokeSome(String customer, @Nullable String cursor, Order by) {
        return registrar.carryOut(draft -> {
            Page<LicenseRecord> page =
                    registrar.store().list(new LicenseQuery(issuers.own(), customer, null, cursor, BATCH, draft.now()));
            int revoked = 0;
            for (LicenseRecord license : page.items()) {
                if (license.revokedAt() == null) {
                    TimeDriven.announceIn(draft, license);
                    draft.license(
                            Transitions.revoke(license, draft.now()),
                            new Act(
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
    public void revokeIssuedBefore(Instant instant, @Nullable String issuer, Order by) {
        String of = issuers.named(issuer);
        registrar.carryOut(draft -> {
            if (instant.isAfter(draft.now())) {
                throw new InvalidFieldException("issuedBefore", "expected an instant that is not in the future");
            }
            draft.change().revocation(new Revocation.IssuedBefore(of, instant, draft.now()));
            Map<String, String> details = new HashMap<>(details(of));
            details.put("issuedBefore", instant.toString());
            draft.act(new Act(by.actor(), "tokens.revoked", null, null, by.reason(), details));
            return instant;
        });
        if (of.equals(issuers.own())) {
            made.revokeMadeBefore(instant, by);
        }
    }

    @Override
    public void revokeLicense(String license, String issuer, Order by) {
        NewLicenses.checkText("license", license, 200);
        Secrets.refuseIn("license", license);
        String of = issuers.named(issuer);
        registrar.carryOut(draft -> {
            if (registrar.store().find(new LicenseId(of, license)).isPresent()) {
                throw new InvalidFieldException("license", "it is on record; expected one that is not");
            }
            draft.change().revocation(new Revocation.OfLicense(of, license, draft.now()));
            draft.act(new Act(by.actor(), "license.revoked", null, license, by.reason(), details(of)));
            return license;
        });
    }

    @Override
    public String statusList(int part) {
        return statusList.part(part);
    }
}
