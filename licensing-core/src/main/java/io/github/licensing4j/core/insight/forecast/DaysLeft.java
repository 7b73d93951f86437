package io.github.licensing4j.core.insight.forecast;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The days of a zone that are left in a period. */
public final class DaysLeft {
    private DaysLeft() {}

    /**
     * Returns the share of each day from now to the end of a period. The first and the last may be partial. Each is measured by the
     * length of its own day, which is not 24 hours where daylight saving time begins or ends.
     *
     * @param end exclusive; after now
     */
    public static List<Double> shares(Instant now, Instant end, ZoneId zone) {
        List<Double> shares = new ArrayList<>();
        LocalDate day = now.atZone(zone).toLocalDate();
        for (Instant from = now; from.isBefore(end); day = day.plusDays(1)) {
            Instant start = day.atStartOfDay(zone).toInstant();
            Instant next = day.plusDays(1).atStartOfDay(zone).toInstant();
            Instant until = next.isBefore(end) ? next : end;
            shares.add(seconds(from, until) / seconds(start, next));
            from = next;
        }
        return shares;
    }

    private static double seconds(Instant from, Instant until) {
        return Duration.between(from, until).toMillis() / 1000.0;
    }
}
