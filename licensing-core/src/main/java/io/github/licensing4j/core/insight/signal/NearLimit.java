package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalSeverity;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds limits that refuse calls on several days, and quotas that are almost used up long before the end of their period. */
final class NearLimit {
    /** The shortest period of a quota whose units are read: the rest of a shorter one is no long time. */
    static final Duration SHORTEST = Duration.ofDays(7);

    private static final int TENTHS = 10;
    private static final int LEFT = 4;
    private static final long PERCENT = 100;

    private NearLimit() {}

    /**
     * A quota in its period.
     *
     * @param used the units of the period
     * @param included the units without overage, carried ones included
     * @param period the length of the period
     * @param left the time until its end
     */
    record QuotaUse(long used, long included, Duration period, Duration left) {
        /** Returns whether nine tenths are used and a quarter of the period is left. */
        boolean isEarly() {
            return included > 0
                    && period.compareTo(SHORTEST) >= 0
                    && used >= included - included / TENTHS
                    && left.compareTo(period.dividedBy(LEFT)) >= 0;
        }

        private long percent() {
            return Math.round((double) PERCENT * used / included);
        }
    }

    /**
     * Assesses a limit.
     *
     * @param refused the calls that it has refused, null if none
     * @param quota its units, null if it is no quota or these are not known
     */
    static Optional<Assessment> assess(
            @Nullable RefusedDays refused, @Nullable QuotaUse quota, SignalSettings settings) {
        QuotaUse early = quota != null && quota.isEarly() ? quota : null;
        RefusedDays repeated = refused != null && refused.isRepeated(settings) ? refused : null;
        if (repeated == null && early == null) {
            return Optional.empty();
        }
        Map<String, Long> figures = new HashMap<>(refused == null ? Map.of() : refused.figures());
        if (early != null) {
            figures.put("used-percent", early.percent());
            figures.put("days-left", early.left().toDays());
        }
        return Optional.of(new Assessment(
                repeated == null ? SignalSeverity.LOW : repeated.severity(), SignalEvidence.of(figures)));
    }
}
