package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalSeverity;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.hipparchus.stat.descriptive.rank.Median;

/**
 * Finds an hour whose units are far above those of the same hour of other weeks, and above those of the busiest hours of other days.
 * Both are compared as median and median absolute deviation of log(1 + units).
 */
final class Burst {
    /** The days before an hour that it is compared with. Hours of more days may be combined. */
    static final int DAYS = 35;

    /** The present hour and those before it. */
    static final int HOURS = 3;

    private static final int DAY = 24;
    private static final int WEEK = 7 * DAY;
    private static final int LEAST_DAYS = 7;
    private static final int LEAST_USED_DAYS = 3;
    private static final int LEAST_WEEKS = 4;
    private static final int LEAST_SAMPLE = 3;
    private static final int FAR_ABOVE = 5;
    /** Blocks of 24 hours that are a month before. */
    private static final int[] MONTH_BEFORE = {27, 32};
    /** The limit that Iglewicz and Hoaglin (1993) recommend for modified z-scores. */
    private static final double DEVIATIONS = 3.5;
    /** Scales the median absolute deviation to a standard deviation. */
    private static final double SCALE = 1.4826;
    /** Usage that was always the same may vary by about 20 %. */
    private static final double LEAST_SPREAD = 0.2;

    private final HourlyUsage usage;
    private final SignalSettings settings;

    /** @param usage of one license and meter, without corrections */
    Burst(HourlyUsage usage, SignalSettings settings) {
        this.usage = usage;
        this.settings = settings;
    }

    /** Returns the stronger one of two assessments, the later one if they are equal. */
    static Assessment stronger(Assessment earlier, Assessment later) {
        return later.severity().compareTo(earlier.severity()) >= 0 ? later : earlier;
    }

    /** @param hour may be incomplete: more units would only be further above */
    Optional<Assessment> assess(long hour) {
        long first = usage.firstUsed();
        if (usage.calls(hour) < settings.burstCalls() || hour - first < LEAST_DAYS * DAY) {
            return Optional.empty();
        }
        double[] busiest = busiest(hour, first);
        if (busiest.length < LEAST_USED_DAYS) {
            return Optional.empty();
        }
        double usual = usual(hour, first);
        double half = settings.burstFactor() / 2.0;
        double bound = DoubleStream.of(
                        settings.burstFactor() * usual,
                        above(sameHours(hour, first), usual),
                        half * median(busiest),
                        above(busiest, median(busiest)),
                        half * usage.most(hour - (long) MONTH_BEFORE[1] * DAY, hour - (long) MONTH_BEFORE[0] * DAY))
                .max()
                .orElseThrow();
        long units = usage.units(hour);
        return units <= bound ? Optional.empty() : Optional.of(found(hour, usual, median(busiest), bound));
    }

    private Assessment found(long hour, double usual, double busiest, double bound) {
        long units = usage.units(hour);
        return new Assessment(
                units > FAR_ABOVE * bound ? SignalSeverity.HIGH : SignalSeverity.MEDIUM,
                new SignalEvidence(
                        Map.of(
                                "units", units,
                                "calls", usage.calls(hour),
                                "usual", Math.round(usual),
                                "busiest", Math.round(busiest),
                                "bound", Math.round(bound)),
                        Map.of(
                                "hours",
                                List.of(Instant.ofEpochSecond(hour * 3_600).toString()))));
    }

    /** Returns the usual units of an hour, before four weeks at least those of the same hours of weeks before. */
    private double usual(long hour, long first) {
        double[] same = sameHours(hour, first);
        double usual = same.length < LEAST_SAMPLE ? Arrays.stream(same).max().orElse(0) : median(same);
        return hasWeeks(hour, first)
                ? usual
                : Math.max(usual, Arrays.stream(every(hour, first, WEEK)).max().orElse(0));
    }

    /** The same hours of the weeks before; before four weeks, those of other working days or of other days of weekends. */
    private double[] sameHours(long hour, long first) {
        if (hasWeeks(hour, first)) {
            return every(hour, first, WEEK);
        }
        return LongStream.rangeClosed(1, DAYS)
                .map(day -> hour - day * DAY)
                .filter(other -> other >= first && isWeekend(other) == isWeekend(hour))
                .mapToDouble(this::around)
                .toArray();
    }

    private static boolean hasWeeks(long hour, long first) {
        return hour - first >= LEAST_WEEKS * WEEK;
    }

    private double[] every(long hour, long first, int step) {
        return LongStream.rangeClosed(1, DAYS * DAY / step)
                .map(number -> hour - number * step)
                .filter(other -> other >= first)
                .mapToDouble(this::around)
                .toArray();
    }

    /** A batch that starts some minutes or, after a change of clocks, an hour earlier or later is the same one. */
    private double around(long hour) {
        return usage.most(hour - 1, hour + 2);
    }

    /** The busiest hours of blocks of 24 hours with usage; a burst may have begun in the last one. */
    private double[] busiest(long hour, long first) {
        return LongStream.range(1, DAYS)
                .map(block -> hour - (block + 1) * DAY)
                .filter(start -> start > first - DAY)
                .mapToDouble(start -> usage.most(start, start + DAY))
                .filter(units -> units > 0)
                .toArray();
    }

    private static double above(double[] units, double center) {
        double middle = Math.log1p(median(units));
        double[] deviations = Arrays.stream(units)
                .map(one -> Math.abs(Math.log1p(one) - middle))
                .toArray();
        double spread = Math.max(LEAST_SPREAD, SCALE * median(deviations));
        return Math.expm1(Math.log1p(center) + DEVIATIONS * spread);
    }

    private static double median(double[] values) {
        return values.length == 0 ? 0 : new Median().evaluate(values);
    }

    /** 1970-01-01 was a Thursday. */
    private static boolean isWeekend(long hour) {
        return Math.floorMod(Math.floorDiv(hour, DAY) + 3, 7) >= 5;
    }
}
