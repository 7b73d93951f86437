package io.github.licensing4j.core;

import io.github.licensing4j.Granted;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Quantity;
import io.github.licensing4j.Reservation;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.limit.CallUsage;
import io.github.licensing4j.core.limit.LimitDecision.Reserved;
import io.github.licensing4j.core.limit.LimitHold;
import io.github.licensing4j.core.limit.UsageSink;
import io.github.licensing4j.core.usage.Usage;
import java.util.ArrayList;
import java.util.List;

/** A granted call until it is settled: holds its reservation and records its usage when it ends. */
final class CallReservation implements Reservation, UsageSink {
    private final LicensedCaller caller;
    private final LimitHold hold;
    private final Usage usage;
    private final SafeDecisionListener listener;
    private final Granted granted;

    CallReservation(LicensedCaller caller, Reserved reserved, Usage usage, SafeDecisionListener listener) {
        this.caller = caller;
        this.hold = reserved.hold();
        this.usage = usage;
        this.listener = listener;
        this.granted = new Granted(
                caller,
                reserved.statuses(),
                notices(caller, reserved),
                caller.catalog().measures(),
                this);
    }

    private static List<String> notices(LicensedCaller caller, Reserved reserved) {
        if (caller.inForce().state() != LicenseState.PAST_DUE) {
            return reserved.notices();
        }
        List<String> notices = new ArrayList<>(reserved.notices());
        notices.add(0, "grace-period");
        return notices;
    }

    Granted granted() {
        return granted;
    }

    @Override
    public void charge(String meter, long units) {
        hold.charge(meter, units);
    }

    @Override
    public void charge(String meter, Quantity quantity) {
        hold.charge(meter, quantity);
    }

    @Override
    public void settle(Outcome outcome) {
        if (hold.settle(outcome, this)) {
            listener.settled(granted, outcome);
        }
    }

    @Override
    public void record(CallUsage use, Outcome outcome) {
        usage.record(caller.usage(usage), use, outcome, UsageKind.CHARGED);
    }
}
