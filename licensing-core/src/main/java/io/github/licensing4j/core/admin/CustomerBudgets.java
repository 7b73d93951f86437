package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicenseState;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Money;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.LimitOutlook;
import io.github.licensing4j.core.admin.QuotaForecast.Basis;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.limit.Periods;
import io.github.licensing4j.core.limit.quota.LicenseQuotas;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing.Customer;
import io.github.licensing4j.core.usage.invoice.SharedBudget;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.QuotaWindow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads budgets that the licenses of a customer share: their usage and its cost. */
final class CustomerBudgets {
    private static final Set<LicenseState> ENDED =
            Set.of(LicenseState.REVOKED, LicenseState.CANCELLED, LicenseState.EXPIRED);

    private final LicensesOfCustomer licenses;
    private final AdminTransactions adminTransactions;
    private final PlanRules catalog;
    private final Meters meters;
    private final UsageParts parts;
    private final Function<LicenseRecord, List<LimitStatus>> readings;

    CustomerBudgets(
            String issuer,
            UsageChangeParts changeParts,
            UsageParts parts,
            Function<LicenseRecord, List<LimitStatus>> readings) {
        this.licenses = new LicensesOfCustomer(issuer, changeParts.adminTransactions());
        this.adminTransactions = changeParts.adminTransactions();
        this.catalog = changeParts.catalog();
        this.meters = changeParts.meters();
        this.parts = parts;
        this.readings = readings;
    }

    /**
     * A budget on the terms that it is billed by.
     *
     * @param status the state of its quota
     * @param basis the basis of a projection
     */
    record Budget(LimitStatus status, Basis basis) {
        QuotaLimit quota() {
            return (QuotaLimit) status.limit();
        }
    }

    /**
     * Returns each budget once, on the terms that it is billed by; those that only ended licenses have are left out.
     */
    List<LimitOutlook> limits(String customer) {
        return List.copyOf(outlooks(customer).values());
    }

    private Map<CounterId, LimitOutlook> outlooks(String customer) {
        QuotaForecast forecast = new QuotaForecast(adminTransactions.now().toEpochMilli(), meters);
        Map<CounterId, LimitOutlook> outlooks = new LinkedHashMap<>();
        budgets(customer)
                .forEach((counter, budget) ->
                        outlooks.put(counter, forecast.of(budget.status(), budget.quota(), budget.basis())));
        return outlooks;
    }

    private Map<CounterId, Budget> budgets(String customer) {
        List<LicenseRecord> licenses = this.licenses.of(customer);
        return LicensesOfCustomer.known(customer, () -> {
            Map<CounterId, LimitStatus> budgets = new LinkedHashMap<>();
            Instant now = adminTransactions.now();
            licenses.stream()
                    .filter(license ->
                            !ENDED.contains(EffectiveLicense.at(license, now).state()))
                    .forEach(license -> statuses(license, now)
                            .forEach((counter, status) -> budgets.merge(counter, status, CustomerBudgets::larger)));
            Customer all = this.licenses.withPast(
                    customer, licenses, parts.catalogs().timeline(catalog.current(), adminTransactions.now()));
            Instant began = LicensesOfCustomer.began(licenses);
            Map<CounterId, Budget> billed = new LinkedHashMap<>();
            budgets.forEach((counter, status) -> billed.put(counter, budget(all, began, counter, status)));
            return billed;
        });
    }

    private Map<CounterId, LimitStatus> statuses(LicenseRecord license, Instant now) {
        LicenseQuotas terms = terms(license, now);
        Map<CounterId, LimitStatus> statuses = new LinkedHashMap<>();
        for (LimitStatus status : readings.apply(license)) {
            terms.counter(status.limit())
                    .filter(counter -> counter.scope() == Scope.CUSTOMER)
                    .ifPresent(counter -> statuses.put(counter, status));
        }
        return statuses;
    }

    private LicenseQuotas terms(LicenseRecord license, Instant now) {
        return LicenseQuotas.at(
                LicenseEvaluator.terms(license, EffectiveLicense.at(license, now), catalog.current()),
                now.toEpochMilli());
    }

    /** Returns the status with more capacity: caps and carried units differ between licenses. */
    private static LimitStatus larger(LimitStatus one, LimitStatus other) {
        boolean isFirst = ((QuotaLimit) one.limit()).amount() >= ((QuotaLimit) other.limit()).amount();
        LimitStatus largest = isFirst ? one : other;
        return new LimitStatus(
                largest.limit(),
                largest.used(),
                Math.max(one.remaining(), other.remaining()),
                largest.resetsAt(),
                Math.max(one.carried(), other.carried()));
    }

    private Budget budget(Customer customer, Instant began, CounterId counter, LimitStatus status) {
        long now = adminTransactions.now().toEpochMilli();
        QuotaWindow window = Periods.at(((QuotaLimit) status.limit()).per(), Instant.EPOCH, ZoneOffset.UTC, now);
        Optional<SharedBudget> billed = SharedBudget.of(customer, counter, window);
        QuotaLimit quota = billed.map(SharedBudget::limit).orElse((QuotaLimit) status.limit());
        Money price = billed.isEmpty() || billed.get().isTrial() ? null : QuotaForecast.price(quota);
        LimitStatus shown =
                new LimitStatus(quota, status.used(), status.remaining(), status.resetsAt(), status.carried());
        return new Budget(shown, new Basis(window, Math.max(window.startMillis(), began.toEpochMilli()), price));
    }

    /**
     * Returns the budget that a quota of a license is billed in; empty if it is none of its customer, or the prices of the
     * customer's licenses contradict each other.
     */
    Optional<Budget> billed(LicenseRecord license, QuotaLimit quota) {
        if (quota.of() != Scope.CUSTOMER) {
            return Optional.empty();
        }
        try {
            Map<CounterId, Budget> all = budgets(license.customer());
            return terms(license, adminTransactions.now()).counter(quota).map(all::get);
        } catch (ConflictException e) {
            // The invoice of the customer reports the error.
            return Optional.empty();
        }
    }

    /** Adds the cost of overage for the customer to its budgets, as far as it can be computed. */
    List<LimitOutlook> priced(LicenseRecord license, List<LimitOutlook> outlooks) {
        if (outlooks.stream().noneMatch(CustomerBudgets::isPriced)) {
            return outlooks;
        }
        Map<CounterId, LimitOutlook> shared;
        try {
            shared = outlooks(license.customer());
        } catch (ConflictException e) {
            // The invoice of the customer reports the error; the limits of this license are known anyway.
            return outlooks;
        }
        LicenseQuotas terms = terms(license, adminTransactions.now());
        return outlooks.stream()
                .map(own -> isPriced(own)
                        ? terms.counter(own.status().limit())
                                .map(shared::get)
                                .map(all -> new LimitOutlook(
                                        own.status(), own.overage(), all.cost(), own.projected(), all.projectedCost()))
                                .orElse(own)
                        : own)
                .toList();
    }

    private static boolean isPriced(LimitOutlook outlook) {
        // Only quotas are projected.
        QuotaLimit quota = (QuotaLimit) outlook.status().limit();
        return quota.of() == Scope.CUSTOMER && QuotaForecast.price(quota) != null;
    }
}
