package io.github.licensing4j.core.limit;

import io.github.licensing4j.Charge;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.RateHold;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What one call holds of its limits. Safe for use by many threads; it settles once. */
public final class LimitHold {
    private final InstantSource clock;
    private final long startMillis;
    private final ChargeSheet charges;
    private final Claims claims;
    private final RateHold entered;
    private final @Nullable QuotaHold held;
    private long @Nullable [] reported;
    private boolean settled;

    LimitHold(
            InstantSource clock,
            long startMillis,
            ChargeSheet charges,
            Claims claims,
            RateHold entered,
            @Nullable QuotaHold held) {
        this.clock = clock;
        this.startMillis = startMillis;
        this.charges = charges;
        this.claims = claims;
        this.entered = entered;
        this.held = held;
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
            reported[index] = Units.sum(reported[index], units);
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
        if (held != null) {
            held.settle(used(extra, outcome));
        }
        return true;
    }

    private long[] used(long @Nullable [] extra, Outcome outcome) {
        long[] units = new long[claims.quotaCount()];
        for (int i = 0; i < units.length; i++) {
            int index = claims.chargeOfQuota(i);
            units[i] = used(index, extra == null ? 0 : extra[index], outcome);
        }
        return units;
    }

    private long used(int index, long reportedUnits, Outcome outcome) {
        Charge charge = charges.charge(index);
        if (!charge.chargeOn().charges(outcome.status())) {
            return 0;
        }
        return Units.sum(Units.sum(charge.units(), reportedUnits), measured(charges.measure(index), outcome));
    }

    private long measured(@Nullable Measure measure, Outcome outcome) {
        if (measure == null) {
            return 0;
        }
        return switch (measure) {
            case RESPONSE_BYTES -> Math.max(0, outcome.responseBytes());
            case WALL_TIME -> Math.max(0, clock.millis() - startMillis);
        };
    }
}
