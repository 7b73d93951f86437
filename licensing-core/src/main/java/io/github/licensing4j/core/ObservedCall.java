package io.github.licensing4j.core;

import io.github.licensing4j.Outcome;
import io.github.licensing4j.Quantity;
import io.github.licensing4j.Reservation;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.limit.CallUsage;
import io.github.licensing4j.core.limit.ObservedMeterTally;
import io.github.licensing4j.core.usage.Usage;

/**
 * A licensed call that is let through in observe mode although it would have been refused: it holds and counts nothing, and
 * what it used is recorded apart from what is charged.
 */
final class ObservedCall implements Reservation {
    private final LicensedCaller caller;
    private final ObservedMeterTally tally;
    private final Usage usage;

    ObservedCall(LicensedCaller caller, ObservedMeterTally tally, Usage usage) {
        this.caller = caller;
        this.tally = tally;
        this.usage = usage;
    }

    @Override
    public void charge(String meter, long units) {
        tally.charge(meter, units);
    }

    @Override
    public void charge(String meter, Quantity quantity) {
        tally.charge(meter, quantity);
    }

    @Override
    public void settle(Outcome outcome) {
        CallUsage used = tally.end(outcome);
        if (used != null) {
            usage.record(caller.usage(usage), used, outcome, UsageKind.OBSERVED);
        }
    }
}
