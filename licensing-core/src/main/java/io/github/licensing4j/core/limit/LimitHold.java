package io.github.licensing4j.core.limit;

import io.github.licensing4j.Outcome;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaHold;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What one call holds of its limits. Safe for use by many threads; it settles once. */
public final class LimitHold extends MeterTally {
    private final ReservationTemplate reservationTemplate;
    private final ReservationRequest reservationRequest;
    private final CallHolds holds;

    LimitHold(InstantSource clock, LimitRequest request, ReservationRequest reservationRequest, CallHolds holds) {
        super(clock, request);
        this.reservationTemplate = reservationRequest.reservationTemplate();
        this.reservationRequest = reservationRequest;
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
        long[] quotas = new long[reservationRequest.quotas().size()];
        for (int i = 0; i < quotas.length; i++) {
            quotas[i] = units[reservationTemplate.chargeOfQuota(i)];
        }
        CallUsage use = reservationRequest.credits().isEmpty()
                ? new CallUsage(startMillis(), charges(), units, reservationRequest, quotas, List.of())
                : useOfCredits(units, quotas);
        try {
            sink.record(use, outcome);
        } finally {
            holds.settle(quotas);
        }
        return true;
    }

    /** Chooses the grants that pay before usage is recorded, so that the recorded usage is what is consumed. */
    private CallUsage useOfCredits(long[] units, long[] quotas) {
        long[] counted = quotas;
        List<CreditsClaim.Grant> grants = new ArrayList<>();
        QuotaHold held = holds.held();
        for (int i = 0; held != null && i < reservationRequest.credits().size(); i++) {
            long[] consumed = held.consume(i, units[reservationTemplate.chargeOfCredits(i)]);
            int before = counted.length;
            counted = Arrays.copyOf(counted, before + consumed.length);
            System.arraycopy(consumed, 0, counted, before, consumed.length);
            grants.addAll(reservationRequest.credits().get(i).grants());
        }
        return new CallUsage(startMillis(), charges(), units, reservationRequest, counted, grants);
    }
}
