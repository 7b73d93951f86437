package io.github.licensing4j.spi;

import io.github.licensing4j.InsightStep;
import java.time.Instant;
import java.util.List;

/**
 * A range of time and its parts. Both ends and the starts of the parts are on full UTC hours, so that every row by the hour is in one
 * part.
 *
 * @param from the first instant
 * @param to the first instant after
 * @param step the parts
 * @param starts the first instants of the billing periods that contain the range, in order, the first one at or before {@code
 *     from}; empty for other parts
 */
public record InsightRange(Instant from, Instant to, InsightStep step, List<Instant> starts) {
    private static final long HOUR = 3_600;

    public InsightRange {
        starts = List.copyOf(starts);
        if (starts.isEmpty() == (step == InsightStep.PERIOD)) {
            throw new IllegalArgumentException("starts are those of periods, got " + starts.size() + " for " + step);
        }
        if (!isHour(from) || !isHour(to) || !starts.stream().allMatch(InsightRange::isHour)) {
            throw new IllegalArgumentException("full hours were expected, got " + from + " to " + to + ", " + starts);
        }
    }

    private static boolean isHour(Instant instant) {
        return instant.getNano() == 0 && Math.floorMod(instant.getEpochSecond(), HOUR) == 0;
    }
}
