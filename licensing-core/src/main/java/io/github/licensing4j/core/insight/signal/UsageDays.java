package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.core.insight.signal.FigureReader.DayRange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.hipparchus.stat.descriptive.rank.Median;
import org.jspecify.annotations.Nullable;

/**
 * The days with calls of all licenses of an issuer over eight weeks. It grows with the number of licenses with calls, not with days and
 * calls: days are read one after the other.
 */
final class UsageDays {
    private static final int WEEK = 7;

    private final Map<String, LicenseUse> uses;
    private final UsedDays quiet;
    private final double meanCalls;
    /** The calls of today by license. */
    private final Map<String, Long> today;

    private UsageDays(Map<String, LicenseUse> uses, UsedDays quiet, double meanCalls, Map<String, Long> today) {
        this.uses = uses;
        this.quiet = quiet;
        this.meanCalls = meanCalls;
        this.today = today;
    }

    /** Reads the complete days before an instant. */
    static UsageDays before(Instant now, FigureReader figures) {
        Map<String, LicenseUse> uses = new HashMap<>();
        figures.usageOfDays(
                new DayRange(now.truncatedTo(ChronoUnit.DAYS), 1, UsedDays.DAYS),
                Set.of(InsightDimension.LICENSE),
                (group, daysBefore) -> uses.computeIfAbsent(
                                FigureReader.key(group, InsightDimension.LICENSE), absent -> new LicenseUse())
                        .add(
                                daysBefore,
                                FigureReader.key(group, InsightDimension.METER),
                                group.figures().units(),
                                group.figures().calls()));
        double mean = uses.values().stream()
                .mapToLong(LicenseUse::calls)
                .filter(calls -> calls > 0)
                .average()
                .orElse(0);
        return new UsageDays(uses, quiet(active(uses)), mean, Map.of());
    }

    /** Returns the same complete days, with the usage of today so far. */
    UsageDays withToday(Instant now, FigureReader figures) {
        Map<String, Long> calls = new HashMap<>();
        figures.usageOfDays(
                new DayRange(now.truncatedTo(ChronoUnit.DAYS), 0, 0),
                Set.of(InsightDimension.LICENSE),
                (group, daysBefore) -> {
                    if (group.figures().calls() > 0) {
                        calls.merge(
                                FigureReader.key(group, InsightDimension.LICENSE),
                                group.figures().calls(),
                                Math::max);
                    }
                });
        return new UsageDays(uses, quiet, meanCalls, calls);
    }

    private static int[] active(Map<String, LicenseUse> uses) {
        int[] active = new int[UsedDays.DAYS + 1];
        for (LicenseUse use : uses.values()) {
            for (int day = 1; day < active.length; day++) {
                active[day] += use.days().on(day) ? 1 : 0;
            }
        }
        return active;
    }

    /**
     * Finds days on which fewer than half of the usual number of licenses had calls: the service was down, or it was a holiday.
     *
     * @param active the licenses with calls on the days before today; the first number is not used
     */
    static UsedDays quiet(int[] active) {
        int first = active.length - 1;
        while (first > 0 && active[first] == 0) {
            first--;
        }
        UsedDays quiet = UsedDays.NONE;
        for (int day = 1; day <= first; day++) {
            int weekday = day % WEEK;
            int itself = day;
            double[] others = LongStream.rangeClosed(1, first)
                    .filter(other -> other % WEEK == weekday && other != itself)
                    .mapToDouble(other -> active[(int) other])
                    .toArray();
            if (others.length > 0 && 2 * active[day] < new Median().evaluate(others)) {
                quiet = quiet.with(day);
            }
        }
        return quiet;
    }

    /** Returns the complete days of a license, null if it has had no calls. */
    @Nullable
    LicenseUse use(String license) {
        return uses.get(license);
    }

    /** Returns the days with calls of a license, today included. */
    UsedDays days(String license) {
        LicenseUse use = uses.get(license);
        UsedDays days = use == null ? UsedDays.NONE : use.days();
        return today.containsKey(license) ? days.with(0) : days;
    }

    /** Returns the calls of a license, today included. */
    long calls(String license) {
        LicenseUse use = uses.get(license);
        return (use == null ? 0 : use.calls()) + today.getOrDefault(license, 0L);
    }

    /** Returns the days on which the whole service had few callers. */
    UsedDays quiet() {
        return quiet;
    }

    /** Returns the mean calls of a license with calls. */
    double meanCalls() {
        return meanCalls;
    }
}
