package io.github.licensing4j.core.limit;

import io.github.licensing4j.Outcome;
import io.github.licensing4j.core.limit.ReservationTemplate.Call;
import io.github.licensing4j.spi.CallHold;
import java.time.InstantSource;

/** Holds the limits of one call. Safe for use by many threads; it settles once. */
public final class LimitHold extends MeterTally {
    private final ReservationRequest requested;
    /** By the index of the store calls. */
    private final CallHold[] holds;

    LimitHold(InstantSource clock, LimitRequest request, ReservationRequest requested, CallHold[] holds) {
        super(clock, request);
        this.requested = requested;
        this.holds = holds;
    }

    /** Ends the call without a record of its usage. */
    public boolean settle(Outcome outcome) {
        return settle(outcome, UsageSink.none());
    }

    /**
     * Ends the call: records its usage, then counts it. Returns whether this was the settlement: only the first one is, and
     * usage is recorded once.
     */
    public boolean settle(Outcome outcome, UsageSink sink) {
        long[] units = end(outcome);
        if (units == null) {
            return false;
        }
        long[] counted = counted(units);
        try {
            sink.record(new CallUsage(startMillis(), charges(), units, requested, counted), outcome);
        } finally {
            settle(counted, 0);
        }
        return true;
    }

    /** Decides what is counted before usage is recorded, so that the recorded usage is what is consumed. */
    private long[] counted(long[] units) {
        long[] counted = CallUsage.NOTHING;
        Call[] calls = requested.template().calls();
        for (int i = 0; i < calls.length; i++) {
            long[] own = calls[i].call().counted(holds[i], requested, units);
            counted = own.length == 0 ? counted : own;
        }
        return counted;
    }

    /** Settles every store from one on, even if one of them fails. */
    private void settle(long[] counted, int from) {
        if (from < holds.length) {
            try {
                requested.template().calls()[from].call().settle(holds[from], requested, counted);
            } finally {
                settle(counted, from + 1);
            }
        }
    }
}
