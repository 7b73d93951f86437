package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Page;
import io.github.licensing4j.core.admin.LicenseInvoices.Progress;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the invoices of ended periods final, whether or not they are requested. Every node does; the store keeps the
 * first of each. It remembers when the periods of licenses end, so that few are read before.
 */
final class InvoiceSweep {
    private static final Logger log = LoggerFactory.getLogger(InvoiceSweep.class);
    private static final int PAGE = 500;
    private static final int MAX_REMEMBERED = 50_000;
    /** The maximum number of licenses and customers with failing invoices that are logged in each run. */
    private static final int MAX_LOGGED = 10;
    /** The time for which catalogs without invoices are kept, because a period may still need them. */
    private static final Duration CATALOGS_KEPT = Duration.ofDays(1_200);

    private final String issuer;
    private final AdminTransactions adminTransactions;
    private final LicenseInvoices invoices;
    private final CustomerInvoices customerInvoices;
    private final UsageParts parts;
    private final Map<String, Due> dues = new LinkedHashMap<>();
    /** The end of the present month of each customer. */
    private final Map<String, Instant> monthEnds = new LinkedHashMap<>();

    /** The licenses and customers of this run whose invoices cannot be made final. */
    private int failed;

    /**
     * The instant at which a license is due again.
     *
     * @param revision of the license
     * @param catalog the hash of the live catalog
     * @param at the end of its present period
     */
    private record Due(long revision, String catalog, Instant at) {}

    InvoiceSweep(String issuer, AdminTransactions adminTransactions, ManagedUsage usage, UsageParts parts) {
        this.issuer = issuer;
        this.adminTransactions = adminTransactions;
        this.invoices = usage.invoices();
        this.customerInvoices = usage.customerInvoices();
        this.parts = parts;
    }

    /** Closes periods that ended before the grace for late usage; for one thread at a time. */
    void run() {
        parts.usage().flush();
        Instant until = adminTransactions.now().minus(parts.grace());
        failed = 0;
        Page.forEach(
                cursor -> adminTransactions
                        .store()
                        .licenses()
                        .list(new LicenseQuery(issuer, null, null, cursor, PAGE, adminTransactions.now())),
                license -> {
                    close(license, until);
                    close(license.customer(), until);
                });
        if (failed > MAX_LOGGED) {
            log.warn("The invoices of {} licenses and customers cannot be made final", failed);
        }
        parts.catalogs().dropUnused(adminTransactions.now().minus(CATALOGS_KEPT));
    }

    private void close(LicenseRecord license, Instant until) {
        String id = license.id().value();
        String hash = invoices.catalogHash();
        Due due = dues.get(id);
        if (due != null && due.revision == license.revision() && due.catalog.equals(hash) && due.at.isAfter(until)) {
            return;
        }
        try {
            // After its end a license has only the periods that are requested.
            Instant end = EffectiveLicense.end(license);
            Progress progress = invoices.closeEnded(license, until, end);
            boolean isOver = !progress.open().from().isBefore(end);
            if (dues.size() < MAX_REMEMBERED || due != null) {
                dues.put(
                        id,
                        new Due(
                                license.revision(),
                                hash,
                                isOver ? Instant.MAX : progress.open().to()));
            }
        } catch (StoreException e) {
            throw e;
        } catch (LicensingException e) {
            failed("license " + id, e);
        }
    }

    /** A customer is found with each of its licenses, and is processed once in a run. */
    private void close(String customer, Instant until) {
        Instant monthEnd = monthEnds.get(customer);
        if (monthEnd != null && monthEnd.isAfter(until)) {
            return;
        }
        try {
            remember(customer, customerInvoices.closeCounted(customer, until));
        } catch (StoreException e) {
            throw e;
        } catch (LicensingException e) {
            remember(customer, until.plusMillis(1));
            failed("customer '" + customer + "'", e);
        }
    }

    /** Logs the first failures of a run; the others are counted. */
    private void failed(String subject, LicensingException why) {
        failed++;
        if (failed <= MAX_LOGGED) {
            log.warn("The invoices of {} cannot be made final: {}", subject, why.getMessage());
        }
    }

    private void remember(String customer, Instant monthEnd) {
        if (monthEnds.size() < MAX_REMEMBERED || monthEnds.containsKey(customer)) {
            monthEnds.put(customer, monthEnd);
        }
    }
}
