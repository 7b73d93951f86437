package io.github.licensing4j.core;

import io.github.licensing4j.Granted;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Quantity;
import io.github.licensing4j.Reservation;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.limit.CallUsage;
import io.github.licensing4j.core.limit.LimitHold;
import io.github.licensing4j.core.usage.Usage;
import java.util.ArrayList;
import java.util.List;

/** A granted call until it is settled: ends its hold, records its usage, counts it, and notifies the listeners. */
final class CallReservation implements Reservation {
    private final LicensedCaller caller;
    private final LimitHold hold;
    private final Usage usage;
    private final SafeDecisionListener listener;
    private final Granted granted;

    private CallReservation(LicensedCaller caller, LimitHold hold, Usage usage, SafeDecisionListener listener) {
        this.caller = caller;
        this.hold = hold;
        this.usage = usage;
        this.listener = listener;
        this.granted = new Granted(
                caller, hold.statuses(), notices(caller, hold), caller.catalog().measures(), this);
    }

    /** Grants a call whose limits are held. */
    static Granted grant(LicensedCaller caller, LimitHold hold, Usage usage, SafeDecisionListener listener) {
        Granted granted = new CallReservation(caller, hold, usage, listener).granted;
        listener.granted(granted);
        return granted;
    }

    private static List<String> notices(LicensedCaller caller, LimitHold hold) {
        if (!caller.isPastDue()) {
            return hold.notices();
        }
        List<String> notices = new ArrayList<>(hold.notices());
        notices.add(0, "grace-period");
        return notices;
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
        CallUsage used = hold.end(outcome);
        if (used == null) {
            return;
        }
        try {
            usage.record(caller.usage(usage), used, outcome, UsageKind.CHARGED);
        } finally {
            hold.count(used);
        }
        listener.settled(granted, used, outcome);
    }
}
