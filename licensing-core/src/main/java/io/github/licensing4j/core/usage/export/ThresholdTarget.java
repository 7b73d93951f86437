package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.License;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.core.limit.quota.LicenseQuotas;
import io.github.licensing4j.core.usage.invoice.EndedQuota;
import io.github.licensing4j.spi.CounterIncrement;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The quota whose levels a counter is compared with.
 *
 * @param license the license of the counter, null for a customer's
 * @param quota the quota
 * @param levels the percentages of its amount that are announced, in ascending order
 */
record ThresholdTarget(@Nullable License license, QuotaLimit quota, SortedSet<Integer> levels) {
    private static final Set<LicenseState> USABLE =
            Set.of(LicenseState.ACTIVE, LicenseState.TRIALING, LicenseState.PAST_DUE);

    /** Returns the quota of a license, null if it no longer has it. */
    static @Nullable ThresholdTarget of(LicenseQuotas terms, CounterIncrement counter) {
        return terms.quota(counter.counter())
                .map(quota -> new ThresholdTarget(terms.license(), quota, new TreeSet<>(quota.warnAt())))
                .orElse(null);
    }

    /** Returns the quota of a period that has ended. */
    static ThresholdTarget of(EndedQuota ended) {
        return new ThresholdTarget(ended.license(), ended.quota(), new TreeSet<>());
    }

    /** Returns an ended period of the quota, based on its present terms. */
    EndedQuota ended(CounterIncrement counter) {
        long overage = Math.max(0, counter.units() - quota.amount());
        return new EndedQuota(
                license,
                quota,
                0,
                overage,
                Instant.ofEpochMilli(counter.window().endMillis()));
    }

    /**
     * Returns the quota that the licenses of a customer share, null if none of them has it: the largest amount and
     * every warning level of any of them. Licenses that permit no calls count only if all are such.
     */
    static @Nullable ThresholdTarget shared(Collection<LicenseQuotas> licenses, CounterIncrement counter) {
        List<LicenseQuotas> usable = licenses.stream()
                .filter(terms -> USABLE.contains(terms.license().state()))
                .toList();
        List<QuotaLimit> quotas = (usable.isEmpty() ? licenses : usable)
                .stream()
                        .flatMap(terms -> terms.quota(counter.counter()).stream())
                        .toList();
        SortedSet<Integer> levels = new TreeSet<>();
        quotas.forEach(quota -> levels.addAll(quota.warnAt()));
        return quotas.stream()
                .max(Comparator.comparingLong(QuotaLimit::amount))
                .map(quota -> new ThresholdTarget(null, quota, levels))
                .orElse(null);
    }
}
