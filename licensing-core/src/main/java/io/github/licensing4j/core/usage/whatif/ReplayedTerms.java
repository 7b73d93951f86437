package io.github.licensing4j.core.usage.whatif;

import io.github.licensing4j.License;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.LicenseAccess.Active;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.core.limit.Periods;
import io.github.licensing4j.core.limit.quota.LicenseQuotas;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaClaim.Carry;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a license in a part of time under one catalog.
 *
 * @param features the licensed features
 * @param quotas the quotas that are replayed
 * @param rates the rate limits of calls
 * @param untilMillis the first epoch millisecond at which others may hold
 */
record ReplayedTerms(Set<String> features, List<Quota> quotas, List<RateLimit> rates, long untilMillis) {

    /**
     * A quota.
     *
     * @param counter its counter, with the customer as the subject where the licenses of one share it
     */
    record Quota(QuotaLimit limit, CounterId counter, LicenseQuotas quotas, LimitSubject subject) {
        QuotaWindow window(long millis) {
            return Periods.of(limit, quotas.license(), millis);
        }

        @Nullable
        Carry carry(QuotaWindow window) {
            return quotas.carry(limit, subject, window);
        }
    }

    /** @param untilMillis the first epoch millisecond at which the license may have others */
    static ReplayedTerms of(Active active, long beganMillis, long atMillis, long untilMillis) {
        LicenseQuotas quotas = LicenseQuotas.at(active, atMillis);
        LimitSubject subject = new LimitSubject(active.license(), beganMillis, List.of(), "", "");
        List<Quota> replayed = new ArrayList<>();
        for (QuotaLimit limit : Limit.select(quotas.amounts().limits(), QuotaLimit.class)) {
            if (isReplayed(limit, active.terms())) {
                quotas.counter(limit)
                        .ifPresent(counter ->
                                replayed.add(new Quota(limit, of(counter, active.license()), quotas, subject)));
            }
        }
        List<RateLimit> rates = Limit.select(active.terms().limits(), RateLimit.class).stream()
                .filter(rate -> isReplayed(rate, active.terms()))
                .toList();
        return new ReplayedTerms(
                active.terms().features(),
                replayed,
                rates,
                Math.min(untilMillis, quotas.amounts().untilMillis()));
    }

    private static CounterId of(CounterId counter, License license) {
        return counter.scope() == Scope.CUSTOMER
                ? new CounterId(
                        counter.limit(),
                        counter.meter(),
                        counter.kind(),
                        counter.per(),
                        counter.scope(),
                        license.customer())
                : counter;
    }

    /** Returns whether hours of usage contain what a limit depends on. */
    static boolean isReplayed(Limit limit, Terms terms) {
        return !terms.conditions().containsKey(limit.name())
                && switch (limit.kind()) {
                    case QUOTA -> isReplayed(((QuotaLimit) limit).of());
                    case RATE -> limit.meter() == null;
                    case CREDITS, CONCURRENCY, SEATS -> false;
                };
    }

    /** Hours of usage do not contain keys and users. */
    private static boolean isReplayed(Scope scope) {
        return switch (scope) {
            case CUSTOMER, LICENSE -> true;
            case KEY, USER -> false;
        };
    }
}
