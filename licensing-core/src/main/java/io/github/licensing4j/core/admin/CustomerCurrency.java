package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.core.usage.invoice.SharedCurrencies;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.StoreDependency;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Refuses licenses that would bring a second currency into the budgets of a customer: its invoice has one. */
final class CustomerCurrency {
    private final String issuer;
    private final AdminTransactions adminTransactions;
    private final PlanRules catalog;
    private final LicensesOfCustomer licenses;

    CustomerCurrency(String issuer, AdminTransactions adminTransactions, PlanRules catalog) {
        this.issuer = issuer;
        this.adminTransactions = adminTransactions;
        this.catalog = catalog;
        this.licenses = new LicensesOfCustomer(issuer, adminTransactions);
    }

    /**
     * Checks a license before it is stored. If it prices shared budgets, the change depends on the other licenses of
     * the customer from here on, so that concurrent changes on two nodes conflict.
     *
     * @param before the stored license, null for a new one
     * @throws ConflictException if it prices shared budgets in another currency than another license of the customer,
     *     or than it did itself in the same month
     */
    void check(PendingChange pendingChange, @Nullable LicenseRecord before, LicenseRecord after) {
        Instant now = pendingChange.now();
        SharedCurrencies shared = new SharedCurrencies(catalog.current());
        Set<String> own = shared.running(after, now);
        if (own.isEmpty() || (before != null && own.equals(shared.running(before, now)))) {
            return;
        }
        if (before != null) {
            refuseOther(
                    own,
                    shared.ended(before, adminTransactions.store().licenses().past(before.id()), now),
                    after);
        }
        Set<String> around = shared.around(after);
        if (around.size() > 1) {
            throw ConflictException.on(
                    "plan",
                    "shared budgets of customer '" + after.customer() + "' would be priced in " + text(around)
                            + " in the month of the change; expected a plan in the same currency, or a change at the"
                            + " beginning of a month");
        }
        long revisions = refuseOthers(own, shared, after, now);
        pendingChange.change().dependsOn(new StoreDependency.CustomerLicensesAt(issuer, after.customer(), revisions));
    }

    /** Refuses a change beside licenses in other currencies. Returns the sum of the revisions of all that were compared. */
    private long refuseOthers(Set<String> own, SharedCurrencies shared, LicenseRecord after, Instant now) {
        long revisions = 0;
        for (LicenseRecord other : licenses.all(after.customer())) {
            revisions += other.revision();
            if (!other.id().equals(after.id())) {
                refuseOther(own, all(shared, other, now), other);
            }
        }
        return revisions;
    }

    private Set<String> all(SharedCurrencies shared, LicenseRecord license, Instant now) {
        Set<String> currencies = new TreeSet<>(shared.running(license, now));
        if (license.revision() > 1) {
            currencies.addAll(
                    shared.ended(license, adminTransactions.store().licenses().past(license.id()), now));
        }
        return currencies;
    }

    private static void refuseOther(Set<String> own, Set<String> theirs, LicenseRecord license) {
        if (!theirs.isEmpty() && !theirs.equals(own)) {
            throw ConflictException.on(
                    "plan",
                    "overage of budgets that the licenses of customer '" + license.customer()
                            + "' share would be priced in " + text(own) + ", and license '"
                            + license.id().value() + "' prices it in " + text(theirs) + "; expected a plan in "
                            + text(theirs));
        }
    }

    private static String text(Set<String> currencies) {
        return String.join(" and ", currencies);
    }
}
