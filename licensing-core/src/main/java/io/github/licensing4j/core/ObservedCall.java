package io.github.licensing4j.core;

import io.github.licensing4j.Outcome;
import io.github.licensing4j.Reservation;
import io.github.licensing4j.core.limit.ObservedTally;
import io.github.licensing4j.core.limit.UsageSink;
import java.math.BigDecimal;

/**
 * A licensed call that is let through in observe mode although it would have been refused: it holds and counts nothing, and
 * tells what it used as a charged one does.
 */
final class ObservedCall implements Reservation {
    private final ObservedTally tally;
    private final UsageSink sink;

    ObservedCall(ObservedTally tally, UsageSink sink) {
        this.tally = tally;
        this.sink = sink;
    }

    @Override
    public void charge(String meter, long units) {
        tally.charge(meter, units);
    }

    @Override
    public void charge(String meter, BigDecimal units) {
        tally.charge(meter, units);
    }

    @Override
    public void settle(Outcome outcome) {
        tally.settle(outcome, sink);
    }
}
