package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.catalog.Currencies;
import io.github.licensing4j.core.catalog.Overrides;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.limit.Periods;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import io.github.licensing4j.spi.LicenseRevision;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the currencies in which a license prices the budgets that it shares with the other licenses of its customer.
 */
public final class SharedCurrencies {
    private final Catalog catalog;

    /** @param catalog defines the plans; an undefined plan has no price */
    public SharedCurrencies(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Returns the currencies of running budget periods, by the plan in force and by those that follow it. A license
     * that has ended counts in the month and in the budget periods in which it was in force.
     */
    public Set<String> running(LicenseRecord license, Instant now) {
        Trial trial = license.pinned().trial();
        PlanChange change = license.pinned().change();
        Instant end = EffectiveLicense.end(license);
        Instant month = CustomerInvoicing.monthOf(now);
        Set<String> currencies = new TreeSet<>();
        Stream.of(
                        EffectiveLicense.at(license, now).plan(),
                        trial != null && now.isBefore(trial.endsAt()) ? trial.then() : null,
                        change != null && change.at().isAfter(now) ? change.to() : null)
                .filter(Objects::nonNull)
                .flatMap(plan -> quotas(plan, license).stream())
                .filter(quota -> end.isAfter(month) || end.isAfter(periodStart(quota, now)))
                .forEach(quota -> currencies.addAll(Currencies.of(List.of(quota), null)));
        return currencies;
    }

    /**
     * Returns the currencies of budget periods that ended in the month of an instant, before it.
     *
     * @param past the former revisions of the license, oldest first
     */
    public Set<String> ended(LicenseRecord license, List<LicenseRevision> past, Instant now) {
        Instant month = CustomerInvoicing.monthOf(now);
        Set<String> currencies = new TreeSet<>();
        Instant from = license.dates().createdAt();
        for (LicenseRevision one : past) {
            if (one.license() != null && one.until().isAfter(month)) {
                addEnded(one.license(), later(from, month), one.until(), currencies);
            }
            from = one.until();
        }
        addEnded(license, later(from, month), now, currencies);
        return currencies;
    }

    /**
     * Returns the currencies of budget periods before and after a scheduled change of plan, in the month of that
     * change.
     */
    public Set<String> around(LicenseRecord license) {
        PlanChange change = license.pinned().change();
        if (change == null) {
            return Set.of();
        }
        Set<String> currencies = ended(license, List.of(), change.at());
        quotas(change.to(), license).forEach(quota -> currencies.addAll(Currencies.of(List.of(quota), null)));
        return currencies;
    }

    private void addEnded(LicenseRecord record, Instant from, Instant to, Set<String> currencies) {
        Trial trial = record.pinned().trial();
        PlanChange change = record.pinned().change();
        List<Instant> ends = new ArrayList<>(List.of(to));
        Stream.of(trial == null ? null : trial.endsAt(), change == null ? null : change.at())
                .filter(turn -> turn != null && turn.isAfter(from) && turn.isBefore(to))
                .forEach(ends::add);
        for (Instant end : ends) {
            EffectiveLicense effectiveLicense = EffectiveLicense.at(record, end.minusMillis(1));
            if (effectiveLicense.state() == LicenseState.TRIALING
                    || !EffectiveLicense.end(record).isAfter(from)) {
                continue;
            }
            for (QuotaLimit quota : quotas(effectiveLicense.plan(), record)) {
                if (periodStart(quota, end).isAfter(from)) {
                    currencies.addAll(Currencies.of(List.of(quota), null));
                }
            }
        }
    }

    private static Instant periodStart(QuotaLimit quota, Instant at) {
        return Instant.ofEpochMilli(Periods.at(quota.per(), Instant.EPOCH, ZoneOffset.UTC, at.toEpochMilli())
                .startMillis());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private List<QuotaLimit> quotas(PlanId plan, LicenseRecord license) {
        return Limit.select(limits(plan, license.pinned().overrides(), license.customer()), QuotaLimit.class).stream()
                .filter(quota -> quota.of() == Scope.CUSTOMER)
                .toList();
    }

    private List<Limit> limits(PlanId plan, @Nullable String overrides, String customer) {
        try {
            return catalog.terms(plan, Overrides.parse(overrides), customer).limits();
        } catch (UnknownNameException | CatalogException e) {
            // A plan that the catalog does not define has no price that could conflict.
            return List.of();
        }
    }
}
