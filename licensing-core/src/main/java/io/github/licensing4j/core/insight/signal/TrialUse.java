package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.SignalSeverity;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Finds trials that are used on most days, and those that are hardly used when half of their time is over. */
final class TrialUse {
    private static final int LEAST_DAYS = 3;
    private static final int IDLE_DAYS = 1;
    private static final int IDLE_CALLS = 10;
    private static final int NEAR_END = 4;

    private TrialUse() {}

    /**
     * A trial at an instant within it.
     *
     * @param used days with calls
     * @param calls the calls so far
     */
    record Trial(Instant start, Instant end, Instant now, UsedDays used, long calls) {
        /** Returns how many UTC days it has had, the present one included; no more than there are figures of. */
        private int days() {
            long days = ChronoUnit.DAYS.between(
                            start.atOffset(ZoneOffset.UTC).toLocalDate(),
                            now.atOffset(ZoneOffset.UTC).toLocalDate())
                    + 1;
            return (int) Math.min(UsedDays.DAYS + 1, Math.max(1, days));
        }

        private boolean isPast(Duration part) {
            return Duration.between(start, now).compareTo(part) > 0;
        }

        private Duration length() {
            return Duration.between(start, end);
        }

        private SignalEvidence evidence() {
            return SignalEvidence.of(Map.of(
                    "days",
                    (long) days(),
                    "days-used",
                    (long) used.count(days()),
                    "calls",
                    calls,
                    "days-left",
                    Math.max(0, Duration.between(now, end).toDays())));
        }
    }

    /** Returns the kind of a trial, empty if it is neither. */
    static Optional<SignalKind> kind(Trial trial) {
        int used = trial.used.count(trial.days());
        if (used >= LEAST_DAYS && 2 * used > trial.days()) {
            return Optional.of(SignalKind.TRIAL_ENGAGED);
        }
        boolean isIdle = trial.isPast(trial.length().dividedBy(2)) && used <= IDLE_DAYS && trial.calls <= IDLE_CALLS;
        return isIdle ? Optional.of(SignalKind.TRIAL_IDLE) : Optional.empty();
    }

    /** Assesses a trial of one of both kinds, which deserves more attention in its last quarter. */
    static Assessment assess(Trial trial) {
        Duration most = trial.length().minus(trial.length().dividedBy(NEAR_END));
        return new Assessment(trial.isPast(most) ? SignalSeverity.MEDIUM : SignalSeverity.LOW, trial.evidence());
    }
}
