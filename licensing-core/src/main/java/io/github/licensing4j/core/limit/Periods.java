package io.github.licensing4j.core.limit;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.License;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.spi.QuotaWindow;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * Contract periods: period n starts at anchor + n × period. Each is computed from the anchor itself, so that a short
 * month never shortens the ones after it.
 */
public final class Periods {
    /** The mean Gregorian month: what a month is on average over 400 years. */
    private static final double MEAN_MONTH_MILLIS = 30.436875 * 86_400_000;

    private static final double DAY_MILLIS = 86_400_000;

    private Periods() {}

    /**
     * The period of a quota that an instant lies in. One of a customer counts from 1970-01-01 in UTC, since the customer's
     * licenses have an anchor each.
     */
    public static QuotaWindow of(QuotaLimit quota, License license, long nowMillis) {
        return quota.of() == Scope.CUSTOMER
                ? at(quota.per(), Instant.EPOCH, ZoneOffset.UTC, nowMillis)
                : at(quota.per(), license.anchor(), license.zone(), nowMillis);
    }

    /** The period that an instant lies in; instants before the anchor lie in periods before it. */
    public static QuotaWindow at(ContractPeriod per, Instant anchor, ZoneId zone, long nowMillis) {
        return per.isCalendar()
                ? calendar(per.date(), anchor.atZone(zone), nowMillis)
                : elapsed(per.time().toMillis(), anchor.toEpochMilli(), nowMillis);
    }

    private static QuotaWindow elapsed(long length, long anchor, long now) {
        long start = anchor + Math.floorDiv(now - anchor, length) * length;
        return new QuotaWindow(start, start + length);
    }

    private static QuotaWindow calendar(Period per, ZonedDateTime anchor, long now) {
        double mean = per.toTotalMonths() * MEAN_MONTH_MILLIS + per.get(ChronoUnit.DAYS) * DAY_MILLIS;
        long n = (long) Math.floor((now - anchor.toInstant().toEpochMilli()) / mean);
        // The estimate is off by one at most twice: months differ from their mean, and clocks change.
        while (start(per, anchor, n) > now) {
            n--;
        }
        while (start(per, anchor, n + 1) <= now) {
            n++;
        }
        return new QuotaWindow(start(per, anchor, n), start(per, anchor, n + 1));
    }

    private static long start(Period per, ZonedDateTime anchor, long n) {
        // Months first, then days, both from the anchor: java.time clamps to the month's end and steps over gaps.
        return anchor.plusMonths(Math.multiplyExact(per.toTotalMonths(), n))
                .plusDays(Math.multiplyExact(per.get(ChronoUnit.DAYS), n))
                .toInstant()
                .toEpochMilli();
    }
}
