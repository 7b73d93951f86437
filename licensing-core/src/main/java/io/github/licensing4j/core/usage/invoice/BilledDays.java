package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.core.usage.invoice.SeatDays.Day;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the days that are billed in a period: the calendar days, in the zone of the license, that end in it. The day on which the
 * license ends, ends with it. The day on which a trial ends begins there, because nothing is billed for a trial.
 */
final class BilledDays {
    private final History history;
    private final BillingPeriod period;
    private final List<Instant> turns;
    private final List<Instant> trialEnds;

    BilledDays(History history, BillingPeriod period) {
        this.history = history;
        this.period = period;
        this.turns = history.turns();
        this.trialEnds = history.freshStarts().stream()
                .filter(start -> history.isTrial(start.minusMillis(1)))
                .toList();
    }

    static ZoneId zone(History history, BillingPeriod period) {
        return history.record(period.last()).periods().zone();
    }

    /** Returns the first instant of the first day of a period, which may be before it. */
    static Instant start(History history, BillingPeriod period) {
        ZoneId zone = zone(history, period);
        return period.from().atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
    }

    /** Returns the days that have begun by an instant, in the order of time. */
    List<Day> until(Instant now) {
        ZoneId zone = zone(history, period);
        List<Day> days = new ArrayList<>();
        LocalDate date = period.from().atZone(zone).toLocalDate();
        Instant begin = start(history, period);
        while (begin.isBefore(period.to()) && begin.isBefore(now)) {
            date = date.plusDays(1);
            Instant next = date.atStartOfDay(zone).toInstant();
            Instant end = end(begin, next);
            if (end != null && period.hasEnd(end)) {
                days.add(new Day(begin(begin, end), end));
            }
            begin = next;
        }
        return days;
    }

    private Instant begin(Instant begin, Instant end) {
        return trialEnds.stream()
                .filter(trialEnd -> trialEnd.isAfter(begin) && trialEnd.isBefore(end))
                .reduce(begin, (one, other) -> other);
    }

    /** Returns the end of a day, or of the license within it; null if it was not in force at any change of that day. */
    private @Nullable Instant end(Instant begin, Instant end) {
        if (isInForceBefore(end)) {
            return end;
        }
        return turns.stream()
                .filter(turn -> turn.isAfter(begin) && turn.isBefore(end) && isInForceBefore(turn))
                .reduce((one, other) -> other)
                .orElse(null);
    }

    private boolean isInForceBefore(Instant end) {
        return end.isAfter(period.from()) && history.isInForce(end.minusMillis(1));
    }
}
