package io.github.licensing4j.core.limit;

import io.github.licensing4j.Outcome;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Adds up the usage of a call that is let through although it would have been refused. It holds and counts nothing. */
public final class ObservedMeterTally extends MeterTally {

    ObservedMeterTally(InstantSource clock, LimitRequest request) {
        super(clock, request);
    }

    /** Ends the call and returns its usage, null if it has ended before. */
    public @Nullable CallUsage end(Outcome outcome) {
        long[] units = endTally(outcome);
        return units == null ? null : new CallUsage(startMillis(), charges(), units);
    }
}
