package io.github.licensing4j.core.admin;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.admin.InsightFilter;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.UsageAdmin.UsageFilter;
import io.github.licensing4j.spi.InsightRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Validates the range of an insight filter, and finds the billing periods in it. */
final class InsightRanges {
    /** Three years, leap years included. */
    private static final Duration LONGEST = Duration.ofDays(1_096);

    private static final Duration LONGEST_BY_HOUR = Duration.ofDays(31);
    private static final int MAX_PERIODS = 100;

    private final UsagePeriods periods;

    InsightRanges(UsagePeriods periods) {
        this.periods = periods;
    }

    InsightRange of(InsightFilter filter, Instant now) {
        NewLicenses.checkInstant("from", filter.from());
        NewLicenses.checkInstant("to", filter.to());
        Instant end = filter.to();
        // Nothing has happened after now, so that whole months can be read.
        return end == null || end.isAfter(now)
                ? upTo(now, afterMonth(now), filter)
                : upTo(end.minusMillis(1), ceiling(end), filter);
    }

    private InsightRange upTo(Instant last, Instant to, InsightFilter filter) {
        UnaryOperator<Instant> startOf = periods.of(ofLicense(filter), null);
        Instant wanted = filter.from();
        Instant from = floor(wanted == null ? startOf.apply(last) : wanted);
        check(filter, from, last);
        List<Instant> starts = filter.step() == InsightStep.PERIOD ? starts(from, last, startOf) : List.of();
        return new InsightRange(from, to, filter.step(), starts);
    }

    private static UsageFilter ofLicense(InsightFilter filter) {
        return new UsageFilter(
                filter.issuer(),
                new UsageSelection(filter.where().get(InsightDimension.LICENSE), null, null, null),
                null,
                null,
                Set.of(),
                UsageKind.CHARGED,
                null,
                1);
    }

    private static void check(InsightFilter filter, Instant from, Instant last) {
        // If two instants do not fit, the error names the one in the request.
        String field = filter.from() != null ? "from" : "to";
        if (from.isAfter(last)) {
            throw new InvalidFieldException(
                    field, "expected 'from' before 'to' and before now, got " + from + " and " + last);
        }
        Duration longest = filter.step() == InsightStep.HOUR ? LONGEST_BY_HOUR : LONGEST;
        if (Duration.between(from, last).compareTo(longest) > 0) {
            throw new InvalidFieldException(
                    field, "expected at most " + longest.toDays() + " days, got " + from + " to " + last);
        }
    }

    private static List<Instant> starts(Instant from, Instant last, UnaryOperator<Instant> startOf) {
        ArrayDeque<Instant> starts = new ArrayDeque<>();
        Instant start = startOf.apply(last);
        starts.add(floor(start));
        while (start.isAfter(from)) {
            start = startOf.apply(start.minusMillis(1));
            if (floor(start).isBefore(starts.getFirst())) {
                starts.addFirst(floor(start));
            }
            if (starts.size() > MAX_PERIODS) {
                throw new InvalidFieldException("from", "expected at most " + MAX_PERIODS + " billing periods");
            }
        }
        return List.copyOf(starts);
    }

    private static Instant floor(Instant instant) {
        return instant.truncatedTo(ChronoUnit.HOURS);
    }

    private static Instant ceiling(Instant instant) {
        return floor(instant).equals(instant) ? instant : floor(instant).plus(Duration.ofHours(1));
    }

    private static Instant afterMonth(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC)
                .withDayOfMonth(1)
                .plusMonths(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }
}
