package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.InvalidFieldException;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Revocations of customers and of ages. */
final class ManagedRevocations implements Revocations {
    private static final int BATCH = 500;

    private final String issuer;
    private final Registrar registrar;
    private final LicenseBook book;
    private final PublishedStatusList statusList;

    ManagedRevocations(String issuer, Registrar registrar, LicenseBook book, PublishedStatusList statusList) {
        this.issuer = issuer;
        this.registrar = registrar;
        this.book = book;
        this.statusList = statusList;
    }

    /** The customer first, which stops everything at once; then each license, so that it shows. */
    @Override
    public int revokeCustomer(String customer, Order by) {
        NewLicenses.checkText("customer", customer, 200);
        registrar.carryOut(draft -> {
            if (!book.isCustomerRevoked(issuer, customer)) {
                draft.change().revocation(new Revocation.OfCustomer(issuer, customer, draft.now()));
                draft.act(new Act(by.actor(), "customer.revoked", null, customer, by.reason(), Map.of()));
            }
            return customer;
        });
        int revoked = 0;
        String cursor = null;
        do {
            Batch batch = revokeSome(customer, cursor, by);
            revoked += batch.revoked;
            cursor = batch.next;
        } while (cursor != null);
        return revoked;
    }

    private record Batch(int revoked, @Nullable String next) {}

    private Batch revokeSome(String customer, @Nullable String cursor, Order by) {
        return registrar.carryOut(draft -> {
            Page<LicenseRecord> page =
                    registrar.store().list(new LicenseQuery(issuer, customer, null, cursor, BATCH, draft.now()));
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
    public void revokeIssuedBefore(Instant instant, Order by) {
        registrar.carryOut(draft -> {
            if (instant.isAfter(draft.now())) {
                throw new InvalidFieldException("issuedBefore", "expected an instant that is not in the future");
            }
            draft.change().revocation(new Revocation.IssuedBefore(issuer, instant, draft.now()));
            draft.act(new Act(
                    by.actor(), "tokens.revoked", null, null, by.reason(), Map.of("issuedBefore", instant.toString())));
            return instant;
        });
    }

    @Override
    public String statusList(int part) {
        return statusList.part(part);
    }
}
