package io.github.licensing4j.core.limit;

import io.github.licensing4j.spi.ConcurrencyHold;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateLimitState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The holds of one call, read right after they were taken, this call counted. Each is null while the call holds nothing of its
 * store.
 *
 * @param entered its place among the calls in flight
 * @param taken its permits
 * @param held its units of quotas and credits
 */
record CallHolds(
        @Nullable ConcurrencyHold entered,
        @Nullable RateHold taken,
        @Nullable QuotaHold held) implements LimitStatuses {
    static final CallHolds NONE = new CallHolds(null, null, null);

    CallHolds with(RateHold permits) {
        return new CallHolds(entered, permits, held);
    }

    CallHolds with(QuotaHold units) {
        return new CallHolds(entered, taken, units);
    }

    /** Releases all holds, because another limit refused the call. */
    void release() {
        try {
            if (taken != null) {
                taken.release();
            }
        } finally {
            leave();
        }
    }

    /** Ends the call: permits stay taken, and the used units are counted in place of those held. */
    void settle(long[] units) {
        try {
            leave();
        } finally {
            if (held != null) {
                held.settle(units);
            }
        }
    }

    private void leave() {
        if (entered != null) {
            entered.leave();
        }
    }

    @Override
    public int inFlight(int claim) {
        return entered == null ? 0 : entered.inFlight(claim);
    }

    @Override
    public RateLimitState state(int claim) {
        return Objects.requireNonNull(taken, "no permits were taken").state(claim);
    }

    @Override
    public long used(int claim) {
        return held == null ? 0 : held.used(claim);
    }

    @Override
    public long carried(int claim) {
        return held == null ? 0 : held.carried(claim);
    }

    @Override
    public long consumed(int claim) {
        return held == null ? 0 : held.consumed(claim);
    }

    @Override
    public long balance(int claim) {
        return held == null ? 0 : held.balance(claim);
    }
}
