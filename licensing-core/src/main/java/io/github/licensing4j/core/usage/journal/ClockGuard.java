package io.github.licensing4j.core.usage.journal;

import io.github.licensing4j.LicensingException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rejects a start whose clock is more than a day behind the journal. */
public final class ClockGuard {
    static final Duration TOLERANCE = Duration.ofHours(24);

    private ClockGuard() {}

    /**
     * Compares a clock with the high-water mark.
     *
     * @param highWater the latest instant of any journaled call, the epoch if none
     * @param now the clock
     * @param acceptUntil the latest high-water mark that is known to be wrong and ignored; null if none
     * @throws LicensingException if the clock is more than 24 h behind
     */
    public static void check(Instant highWater, Instant now, @Nullable Instant acceptUntil) {
        if (!now.isBefore(highWater.minus(TOLERANCE)) || (acceptUntil != null && !highWater.isAfter(acceptUntil))) {
            return;
        }
        throw new LicensingException("the clock says " + now + ", but calls up to " + highWater
                + " are in the usage journal: it is more than 24 h behind. Set the clock, or, if it was wrong then and is right now,"
                + " set licensing.clock.accept-until to " + highWater + " until the clock is less than 24 h behind");
    }
}
