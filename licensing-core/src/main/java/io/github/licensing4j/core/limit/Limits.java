package io.github.licensing4j.core.limit;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.core.catalog.CounterNaming;
import io.github.licensing4j.core.limit.LimitDecision.Unavailable;
import io.github.licensing4j.core.limit.ReservationTemplate.Call;
import io.github.licensing4j.spi.CallHold;
import io.github.licensing4j.spi.HoldResult;
import java.time.InstantSource;
import java.util.List;

/**
 * Reserves every limit of a call or none, store by store; a refusal releases what was held before it. It calls the {@link
 * LimitRule}s of a plan and contains no code of one kind of limit. Safe for use by many threads.
 */
public final class Limits {
    private final List<LimitStore<?, ?>> stores;
    private final LimitSets limitSets;
    private final InstantSource clock;

    /**
     * Creates limits of these kinds.
     *
     * @param stores in the order in which calls reserve; at least one
     * @param rules makes the rules of limits; each names one of the stores
     */
    public Limits(List<LimitStore<?, ?>> stores, LimitRules rules, InstantSource clock) {
        this.stores = List.copyOf(stores);
        this.limitSets = new LimitSets(rules, this.stores);
        this.clock = clock;
    }

    /** Returns the counters of a license. Cheap, and may be kept. */
    public LimitAccount account(LicenseId license) {
        return new LimitAccount(license, stores);
    }

    /** Returns the set of limits whose amounts no change of plan has altered. */
    public LimitSet limitSet(List<Limit> limits, CounterNaming naming) {
        return limitSets.of(Proration.none(limits), naming);
    }

    /**
     * Returns the set of these limits, one object for all licenses on the same terms.
     *
     * @param naming names the counters
     */
    public LimitSet limitSet(Proration amounts, CounterNaming naming) {
        return limitSets.of(amounts, naming);
    }

    /** Holds everything the call may use, or nothing. */
    public LimitDecision reserve(LimitAccount account, LimitRequest request) {
        ReservationRequest requested = account.request(request);
        Call[] calls = requested.template().calls();
        CallHold[] holds = new CallHold[calls.length];
        for (int i = 0; i < calls.length; i++) {
            HoldResult result;
            try {
                result = calls[i].call().reserve(account.of(calls[i].store()), requested, request.nowMillis());
            } catch (RuntimeException e) {
                // A store that fails by throwing must not leave a call in flight for ever.
                release(holds, i);
                throw e;
            }
            if (!(result instanceof CallHold hold)) {
                release(holds, i);
                return refused(account, request, calls[i], result);
            }
            holds[i] = hold;
        }
        return held(request, requested, holds);
    }

    private LimitHold held(LimitRequest request, ReservationRequest requested, CallHold[] holds) {
        try {
            return new LimitHold(clock, request, requested, holds);
        } catch (RuntimeException e) {
            // A hold that fails to show its units must not stay held either.
            release(holds, holds.length);
            throw e;
        }
    }

    private static LimitDecision refused(LimitAccount account, LimitRequest request, Call call, HoldResult result) {
        return result instanceof HoldResult.Unavailable unavailable
                ? new Unavailable(unavailable.reason())
                : LimitReading.of(account, request).exceeded(call, result);
    }

    /** Releases the first holds, the last one first. */
    private static void release(CallHold[] holds, int held) {
        if (held > 0) {
            try {
                holds[held - 1].release();
            } finally {
                release(holds, held - 1);
            }
        }
    }

    /** Adds up the usage of a call that is let through without holding anything. */
    public ObservedMeterTally observe(LimitRequest request) {
        return new ObservedMeterTally(clock, request);
    }

    /** Returns the current status of every limit that applies to such a call. Takes nothing. */
    public List<LimitStatus> peek(LimitAccount account, LimitRequest request) {
        LimitReading reading = LimitReading.of(account, request);
        reading.refresh();
        return List.of(reading.statuses());
    }

    /**
     * Returns whether a call would have passed under limits that are not its own, with everything used so far still counted.
     * Takes nothing.
     *
     * @param other the call under the other limits
     */
    public boolean wouldGrant(LimitAccount account, LimitRequest other) {
        return LimitReading.of(account, other).fits();
    }
}
