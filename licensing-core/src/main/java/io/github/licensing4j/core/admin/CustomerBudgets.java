package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicenseState;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Holder;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.CustomerInvoice;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.core.license.Contract;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing.Customer;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing.Member;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.Page;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.UsageLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Budgets that the licenses of a customer share: how they stand, and what is billed for them. */
final class CustomerBudgets {
    private static final int PAGE = 1_000;
    private static final Set<LicenseState> ENDED =
            Set.of(LicenseState.REVOKED, LicenseState.CANCELLED, LicenseState.EXPIRED);

    private final String issuer;
    private final Registrar registrar;
    private final CatalogDesk catalog;
    private final Meters meters;
    private final UsageParts parts;

    CustomerBudgets(String issuer, UsageShop shop, UsageParts parts) {
        this.issuer = issuer;
        this.registrar = shop.registrar();
        this.catalog = shop.catalog();
        this.meters = shop.meters();
        this.parts = parts;
    }

    /** @throws NotFoundException if the customer has no stored license */
    CustomerInvoice invoice(String customer, Instant at) {
        List<LicenseRecord> licenses = licenses(customer);
        Instant created = licenses.stream()
                .map(LicenseRecord::createdAt)
                .min(Instant::compareTo)
                .orElseThrow();
        if (at.isBefore(CustomerInvoicing.monthOf(created))) {
            throw new InvalidFieldException(
                    "period",
                    "expected an instant from " + CustomerInvoicing.monthOf(created)
                            + ", the month in which the first license of the customer was made");
        }
        parts.usage().flush();
        List<Member> members = licenses.stream()
                .map(license -> new Member(license, registrar.store().past(license.id())))
                .toList();
        List<CounterIncrement> counters = counters(customer, CustomerInvoicing.monthOf(at));
        CatalogTimeline live = parts.catalogs().timeline(catalog.current(), registrar.now());
        return known(
                customer,
                () -> CustomerInvoicing.preview(new Customer(customer, members, live), at, counters, meters::scale));
    }

    /** Of periods that end in or after a month, and of those right before, of which something may be carried. */
    private List<CounterIncrement> counters(String customer, Instant month) {
        UsageLedger ledger = registrar.store().usage();
        long first = ledger.customerCounters(issuer, customer, month).stream()
                .mapToLong(counter -> counter.window().startMillis())
                .min()
                .orElse(month.toEpochMilli());
        return ledger.customerCounters(issuer, customer, Instant.ofEpochMilli(first - 1));
    }

    /** Each budget once, with the largest amount that a license allows; those of licenses that have ended are left out. */
    List<LimitStatus> limits(String customer, Function<LicenseRecord, List<LimitStatus>> readings) {
        Map<CounterId, LimitStatus> budgets = new LinkedHashMap<>();
        Instant now = registrar.now();
        for (LicenseRecord license : licenses(customer)) {
            if (ENDED.contains(Contract.at(license, now).state())) {
                continue;
            }
            for (LimitStatus status : known(customer, () -> readings.apply(license))) {
                if (status.limit() instanceof QuotaLimit quota && quota.of() == Holder.CUSTOMER) {
                    budgets.merge(CounterId.ofQuota(quota, quota.name()), status, CustomerBudgets::larger);
                }
            }
        }
        return List.copyOf(budgets.values());
    }

    private static LimitStatus larger(LimitStatus one, LimitStatus other) {
        return ((QuotaLimit) one.limit()).amount() >= ((QuotaLimit) other.limit()).amount() ? one : other;
    }

    private List<LicenseRecord> licenses(String customer) {
        List<LicenseRecord> found = new ArrayList<>();
        String cursor = null;
        do {
            Page<LicenseRecord> page =
                    registrar.store().list(new LicenseQuery(issuer, customer, null, cursor, PAGE, registrar.now()));
            found.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        if (found.isEmpty()) {
            throw new NotFoundException("customer", customer);
        }
        return found;
    }

    /** A customer whose licenses use plans or prices that the catalog does not define is in conflict with it. */
    private static <T> T known(String customer, Supplier<T> work) {
        try {
            return work.get();
        } catch (InvalidFieldException | ConflictException | NotFoundException | StoreException e) {
            throw e;
        } catch (LicensingException e) {
            throw new ConflictException(
                    ConflictException.Kind.STATE,
                    "the budgets of customer '" + customer + "' cannot be worked out: " + e.getMessage());
        }
    }
}
