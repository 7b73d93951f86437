package io.github.licensing4j.core.limit;

import io.github.licensing4j.Charge;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.RateHold;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one call holds of its limits. Safe for use by many threads; it settles once. */
public final class LimitHold {
    private final InstantSource clock;
    private final long startMillis;
    private final ChargeSheet charges;
    private final RateHold entered;
    private final List<QuotaHold> holds;
    private final int[] chargeOfHold;
    private long @Nullable [] reported;
    private boolean settled;

    LimitHold(
            InstantSource clock,
            long startMillis,
            ChargeSheet charges,
            RateHold entered,
            List<QuotaHold> holds,
            int[] chargeOfHold) {
        this.clock = clock;
        this.startMillis = startMillis;
        this.charges = charges;
        this.entered = entered;
        this.holds = holds;
        this.chargeOfHold = chargeOfHold;
    }

    /**
     * Adds units the call has used.
     *
     * @throws IllegalStateException if the call's endpoint does not declare the meter, or the call is settled
     * @throws IllegalArgumentException if units are negative
     */
    public void charge(String meter, long units) {
        if (units < 0) {
            throw new IllegalArgumentException("units are 0 or more, got " + units + " on '" + meter + "'");
        }
        int index = charges.indexOf(meter);
        if (index < 0) {
            throw new IllegalStateException("this endpoint does not declare meter '" + meter
                    + "'; declare it with @Metered or an endpoint rule");
        }
        synchronized (this) {
            if (settled) {
                throw new IllegalStateException("the call is settled; " + units + " of '" + meter + "' come too late");
            }
            if (reported == null) {
                reported = new long[charges.size()];
            }
            reported[index] = saturated(reported[index], units);
        }
    }

    /** Ends the call. Returns whether this was the settlement: only the first one is. */
    public boolean settle(Outcome outcome) {
        long[] extra;
        synchronized (this) {
            if (settled) {
                return false;
            }
            settled = true;
            extra = reported;
        }
        entered.leave();
        for (int i = 0; i < holds.size(); i++) {
            int index = chargeOfHold[i];
            holds.get(i).settle(used(index, extra == null ? 0 : extra[index], outcome));
        }
        return true;
    }

    private long used(int index, long reportedUnits, Outcome outcome) {
        Charge charge = charges.charge(index);
        if (!charge.chargeOn().charges(outcome.status())) {
            return 0;
        }
        return saturated(saturated(charge.units(), reportedUnits), measured(charges.measure(index), outcome));
    }

    private long measured(@Nullable Measure measure, Outcome outcome) {
        if (measure == null) {
            return 0;
        }
        return switch (measure) {
            case RESPONSE_BYTES -> outcome.responseBytes();
            case WALL_TIME -> Math.max(0, clock.millis() - startMillis);
        };
    }

    // An absurd report must not wrap around into a refund.
    private static long saturated(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE / 2 : Math.min(sum, Long.MAX_VALUE / 2);
    }
}
