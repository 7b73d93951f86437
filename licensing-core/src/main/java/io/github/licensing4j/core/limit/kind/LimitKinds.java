package io.github.licensing4j.core.limit.kind;

import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.core.catalog.CounterNaming;
import io.github.licensing4j.core.limit.LimitRule;
import io.github.licensing4j.core.limit.LimitStore;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.core.limit.Proration;
import io.github.licensing4j.core.limit.UsageOutsideCalls;
import io.github.licensing4j.core.limit.concurrency.ConcurrencyRule;
import io.github.licensing4j.core.limit.credits.CreditsRule;
import io.github.licensing4j.core.limit.quota.QuotaRule;
import io.github.licensing4j.core.limit.rate.RateRule;
import io.github.licensing4j.core.limit.seats.NodeSeats;
import io.github.licensing4j.core.limit.seats.SeatRule;
import io.github.licensing4j.spi.ConcurrencyStore;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.RateLimitStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Lists the kinds of limits: their stores in the order in which calls reserve, and their rules. */
public final class LimitKinds {
    private LimitKinds() {}

    /** Creates limits of all kinds, with the stores that {@link #stores} returns. */
    public static Limits limits(List<LimitStore<?, ?>> stores, InstantSource clock) {
        return new Limits(stores, LimitKinds::rule, clock);
    }

    /** Returns the stores in the order in which calls reserve: what a refused call took of an earlier one is cheap to release. */
    public static List<LimitStore<?, ?>> stores(
            QuotaStore quotas, RateLimitStore rates, ConcurrencyStore concurrency, NodeSeats seats) {
        return List.of(ConcurrencyRule.in(concurrency), RateRule.in(rates), QuotaRule.in(quotas), SeatRule.in(seats));
    }

    /** Returns the rule of a limit, empty if limits of its kind are not enforced. */
    public static Optional<LimitRule<?, ?>> rule(Limit limit, Proration amounts, CounterNaming naming) {
        return switch (limit.kind()) {
            case CONCURRENCY -> Optional.of(ConcurrencyRule.of((ConcurrencyLimit) limit, naming.counterName(limit)));
            case RATE -> Optional.of(RateRule.of((RateLimit) limit, naming.counterName(limit)));
            case QUOTA -> Optional.of(QuotaRule.of((QuotaLimit) limit, amounts, naming));
            case CREDITS -> Optional.of(CreditsRule.of((CreditsLimit) limit, naming.counterName(limit)));
            case SEATS -> Optional.of(SeatRule.of((SeatsLimit) limit, naming.counterName(limit)));
        };
    }

    /**
     * Returns the counters that usage of a meter is added to as a call at its instant would count it: of each quota in the period
     * of that instant, and of each credit grant of the license.
     *
     * @param limitSubject with the grants that pay, at most one for each credits limit
     * @param naming names the counters
     */
    public static List<CounterIncrement> increments(
            LimitSubject limitSubject, List<Limit> limits, CounterNaming naming, UsageOutsideCalls usage) {
        return limits.stream()
                .flatMap(limit -> rule(limit, Proration.none(limits), naming).stream())
                .filter(rule -> usage.meter().equals(rule.limit().meter()))
                .flatMap(rule -> rule.increments(limitSubject, usage).stream())
                .toList();
    }
}
