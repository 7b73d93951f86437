package io.github.licensing4j.core.admin;

import io.github.licensing4j.Page;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing.Customer;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing.Member;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads current and earlier licenses of a customer. */
final class LicensesOfCustomer {
    private static final int PAGE = 1_000;

    private final String issuer;
    private final AdminTransactions adminTransactions;

    LicensesOfCustomer(String issuer, AdminTransactions adminTransactions) {
        this.issuer = issuer;
        this.adminTransactions = adminTransactions;
    }

    /** Returns every license of a customer, ended ones included. */
    List<LicenseRecord> all(String customer) {
        List<LicenseRecord> found = new ArrayList<>();
        Page.forEach(
                cursor -> adminTransactions
                        .store()
                        .licenses()
                        .list(new LicenseQuery(issuer, customer, null, cursor, PAGE, adminTransactions.now())),
                found::add);
        return found;
    }

    /**
     * Returns every license of a customer, ended ones included.
     *
     * @throws NotFoundException if the customer has none
     */
    List<LicenseRecord> of(String customer) {
        List<LicenseRecord> found = all(customer);
        if (found.isEmpty()) {
            throw new NotFoundException("customer", customer);
        }
        return found;
    }

    /** Returns a customer with the earlier versions of its licenses. */
    Customer withPast(String name, List<LicenseRecord> licenses, CatalogTimeline catalogs) {
        List<Member> members = licenses.stream()
                .map(license ->
                        new Member(license, adminTransactions.store().licenses().past(license.id())))
                .toList();
        return new Customer(name, members, catalogs);
    }

    /** Returns when the first of these licenses was created. */
    static Instant began(List<LicenseRecord> licenses) {
        return licenses.stream()
                .map(license -> license.dates().createdAt())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** Throws a conflict where licenses of the customer use plans or prices that the catalog does not define. */
    static <T> T known(String customer, Supplier<T> work) {
        return UndefinedTerms.asConflict("the budgets of customer '" + customer + "' cannot be computed", work);
    }
}
