package io.github.licensing4j.core.limit;

import io.github.licensing4j.Outcome;
import java.time.InstantSource;

/** Measures a call that passes although it would have been refused. It holds and counts nothing. */
public final class ObservedMeterTally extends MeterTally {

    ObservedMeterTally(InstantSource clock, LimitRequest request) {
        super(clock, request);
    }

    /** Ends the call and records its usage. Returns whether this was the settlement: only the first one is. */
    public boolean settle(Outcome outcome, UsageSink sink) {
        long[] units = end(outcome);
        if (units == null) {
            return false;
        }
        sink.record(new CallUsage(startMillis(), charges(), units), outcome);
        return true;
    }
}
