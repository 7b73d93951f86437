package io.github.licensing4j.core.limit;

import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.spi.CallHold;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds every limit of one call until its usage is counted: {@link #end}, then record the usage, then {@link #count}. Safe for
 * use by many threads; it ends once.
 */
public final class LimitHold extends MeterTally implements LimitDecision {
    private final ReservationRequest requested;
    /** By the index of the store calls. */
    private final CallHold[] holds;

    private final List<LimitStatus> statuses;
    private final List<String> notices;

    LimitHold(InstantSource clock, LimitRequest request, ReservationRequest requested, CallHold[] holds) {
        super(clock, request);
        this.requested = requested;
        this.holds = holds;
        LimitStatus[] held = requested.template().held(holds, requested);
        this.statuses = List.of(held);
        this.notices = requested.template().notices(held);
    }

    /** Returns every limit that applies to the call, in catalog order, this call counted. */
    public List<LimitStatus> statuses() {
        return statuses;
    }

    /** Returns the notices for the caller, such as {@code quota-80}. */
    public List<String> notices() {
        return notices;
    }

    /**
     * Ends the call and returns its usage, null if it has ended before. What is consumed is decided here, so that the
     * recorded usage is what {@link #count} counts.
     */
    public @Nullable CallUsage end(Outcome outcome) {
        long[] units = endTally(outcome);
        if (units == null) {
            return null;
        }
        try {
            return new CallUsage(
                    startMillis(),
                    charges(),
                    units,
                    requested,
                    requested.template().counted(holds, requested, units));
        } catch (RuntimeException e) {
            // A store that fails to consume must not leave a call in flight for ever. Taken permits stay taken.
            settle(CallUsage.NOTHING, 0);
            throw e;
        }
    }

    /** Counts the usage that {@link #end} returned; once, and also if it could not be recorded. */
    public void count(CallUsage usage) {
        settle(usage.counted(), 0);
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
