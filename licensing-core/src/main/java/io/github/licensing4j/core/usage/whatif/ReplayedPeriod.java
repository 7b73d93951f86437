package io.github.licensing4j.core.usage.whatif;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.PlanOffer;
import io.github.licensing4j.core.catalog.Price;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/**
 * The time of which usage is replayed, in whole hours.
 *
 * @param from its first instant
 * @param to the first instant after it
 */
public record ReplayedPeriod(Instant from, Instant to) {
    /** The longest period that is read as a whole. */
    private static final Duration LONGEST = Duration.ofDays(732);

    /** Returns the period of whole hours that contains two instants. */
    public static ReplayedPeriod of(Instant from, Instant to) {
        Instant last = to.truncatedTo(ChronoUnit.HOURS);
        return new ReplayedPeriod(
                from.truncatedTo(ChronoUnit.HOURS), last.equals(to) ? to : last.plus(1, ChronoUnit.HOURS));
    }

    boolean has(long millis) {
        return millis >= from.toEpochMilli() && millis < to.toEpochMilli();
    }

    /**
     * Returns the time of which calls are read: quota periods that begin before the replayed time, or end after it, are read
     * as a whole.
     *
     * @param now the present; nothing is read from after it
     */
    public ReplayedPeriod read(Catalog live, Catalog draft, Instant now) {
        Duration longest = Stream.concat(quotas(live), quotas(draft))
                .map(ReplayedPeriod::length)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        Instant end = to.plus(longest);
        return of(from.minus(longest), end.isAfter(now) ? now : end);
    }

    /** Returns the first instant whose counters affect invoices of the replayed time. */
    public Instant countersFrom(Catalog live, Catalog draft, Instant now) {
        Duration longest = Stream.concat(prices(live), prices(draft))
                .map(price -> length(price.per()))
                .max(Duration::compareTo)
                .orElse(Duration.ofDays(32));
        return read(live, draft, now).from.minus(longest);
    }

    private static Stream<Price> prices(Catalog catalog) {
        return catalog.summary().plans().stream()
                .flatMap(plan -> catalog.sold(plan.id()).map(PlanOffer::price).stream());
    }

    private static Stream<QuotaLimit> quotas(Catalog catalog) {
        return catalog.summary().plans().stream()
                .flatMap(plan -> Limit.select(plan.limits(), QuotaLimit.class).stream());
    }

    /** Returns a time as long as the longest period of a quota, and of the one before it if units are carried. */
    private static Duration length(QuotaLimit quota) {
        Duration one = length(quota.per());
        return quota.rollover() == null ? one : one.multipliedBy(2);
    }

    private static Duration length(ContractPeriod per) {
        Duration length = per.isCalendar()
                ? Duration.ofDays(31 * per.date().toTotalMonths() + per.date().get(ChronoUnit.DAYS) + 1)
                : per.time();
        return length.compareTo(LONGEST) > 0 ? LONGEST : length;
    }
}
