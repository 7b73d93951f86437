package io.github.licensing4j.core.limit;

import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.RateClaim;

/** Whether a call fits under limits that are not its own, given what is counted already. */
final class Alternative {
    private Alternative() {}

    static boolean fits(LimitAccount account, LimitRequest other) {
        Claims claims = other.claims();
        for (ConcurrencyClaim claim : claims.concurrency()) {
            if (!claim.fits(account.rates().inFlight(claim.counter()))) {
                return false;
            }
        }
        for (RateClaim claim : claims.rates()) {
            if (!account.rates().wouldFit(claim, other.nowMillis())) {
                return false;
            }
        }
        for (QuotaClaim claim : account.lookedAt(other, claims)) {
            if (!claim.fits(account.quotas().used(claim.counter(), claim.window()))) {
                return false;
            }
        }
        return true;
    }
}
