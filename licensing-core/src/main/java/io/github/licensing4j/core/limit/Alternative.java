package io.github.licensing4j.core.limit;

import io.github.licensing4j.spi.ConcurrencyClaim;
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
        Asked asked = account.lookedAt(other, claims);
        Readings readings = new Readings.OfAccount(account, asked, other.nowMillis());
        for (int i = 0; i < asked.quotas().size(); i++) {
            if (!asked.quotas().get(i).fits(readings.used(i), readings.carried(i))) {
                return false;
            }
        }
        for (int i = 0; i < asked.credits().size(); i++) {
            if (!asked.credits().get(i).fits(balance(claims.limitOfCredits(i), other, readings, i))) {
                return false;
            }
        }
        return true;
    }

    /** A license that comes to a credits limit it never had begins with what the limit starts with. */
    private static long balance(LimitSheet.Credits credits, LimitRequest other, Readings readings, int claim) {
        String name = credits.counter().limit();
        return other.licensee().grants().stream()
                        .anyMatch(grant -> grant.limit().equals(name))
                ? readings.balance(claim)
                : credits.limit().initial();
    }
}
