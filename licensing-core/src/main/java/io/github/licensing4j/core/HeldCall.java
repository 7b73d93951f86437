package io.github.licensing4j.core;

import io.github.licensing4j.Granted;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Reservation;
import io.github.licensing4j.core.limit.LimitDecision.Reserved;
import io.github.licensing4j.core.limit.LimitHold;
import java.math.BigDecimal;

/** A granted call on its way: what it holds, and who is told when it ends. */
final class HeldCall implements Reservation {
    private final LimitHold hold;
    private final Announcer announcer;
    private final Granted granted;

    HeldCall(LicensedCaller caller, Reserved reserved, Announcer announcer) {
        this.hold = reserved.hold();
        this.announcer = announcer;
        this.granted = new Granted(caller, reserved.statuses(), reserved.notices(), this);
    }

    Granted granted() {
        return granted;
    }

    @Override
    public void charge(String meter, long units) {
        hold.charge(meter, units);
    }

    @Override
    public void charge(String meter, BigDecimal units) {
        hold.charge(meter, units);
    }

    @Override
    public void settle(Outcome outcome) {
        if (hold.settle(outcome)) {
            announcer.settled(granted, outcome);
        }
    }
}
