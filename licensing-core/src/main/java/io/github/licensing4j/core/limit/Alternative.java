package io.github.licensing4j.core.limit;

import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.RateClaim;

/** Whether a call that was refused under one set of limits fits under another, given what is counted already. */
final class Alternative {
    private Alternative() {}

    static boolean fits(LimitAccount account, Claims refused, Claims other, long nowMillis) {
        for (ConcurrencyClaim claim : other.concurrency()) {
            if (!claim.fits(account.rates().inFlight(claim.counter()))) {
                return false;
            }
        }
        for (QuotaClaim claim : other.quotas()) {
            if (!claim.fits(account.quotas().used(claim.counter(), claim.window()))) {
                return false;
            }
        }
        for (RateClaim claim : other.rates()) {
            if (Readings.smallestBurst(claim.limit()) - out(account, refused, claim, nowMillis)
                    < Math.max(1, claim.permits())) {
                return false;
            }
        }
        return true;
    }

    /** Permits already out of the bucket that both limits share; none if the refused call had no such bucket. */
    private static long out(LimitAccount account, Claims refused, RateClaim other, long nowMillis) {
        for (RateClaim claim : refused.rates()) {
            if (claim.counter().equals(other.counter())) {
                // Read under the bands it has: reading it under the other's would refill it to their shape.
                long remaining = account.rates().standing(claim, nowMillis).remaining();
                return Readings.smallestBurst(claim.limit()) - remaining;
            }
        }
        return 0;
    }
}
