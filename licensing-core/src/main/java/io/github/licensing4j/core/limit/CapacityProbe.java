package io.github.licensing4j.core.limit;

import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.RateClaim;

/** Whether a call fits under limits that are not its own, given what is counted already. */
final class CapacityProbe {
    private CapacityProbe() {}

    static boolean fits(LimitAccount account, LimitRequest other) {
        ReservationTemplate reservationTemplate = other.reservationTemplate();
        for (ConcurrencyClaim claim : reservationTemplate.concurrency()) {
            if (!claim.fits(account.concurrency().inFlight(claim.counter()))) {
                return false;
            }
        }
        for (RateClaim claim : reservationTemplate.rates()) {
            if (!account.rates().wouldFit(claim, other.nowMillis())) {
                return false;
            }
        }
        ReservationRequest reservationRequest = account.probe(other, reservationTemplate);
        LimitStatuses limitStatuses = new LimitStatuses.OfAccount(account, reservationRequest, other.nowMillis());
        for (int i = 0; i < reservationRequest.quotas().size(); i++) {
            if (!reservationRequest.quotas().get(i).fits(limitStatuses.used(i), limitStatuses.carried(i))) {
                return false;
            }
        }
        for (int i = 0; i < reservationRequest.credits().size(); i++) {
            if (!reservationRequest
                    .credits()
                    .get(i)
                    .fits(balance(reservationTemplate.limitOfCredits(i), other, limitStatuses, i))) {
                return false;
            }
        }
        return true;
    }

    /** A license that comes to a credits limit it never had begins with what the limit starts with. */
    private static long balance(LimitSet.Credits credits, LimitRequest other, LimitStatuses limitStatuses, int claim) {
        String name = credits.counter().limit();
        return other.limitSubject().grants().stream()
                        .anyMatch(grant -> grant.limit().equals(name))
                ? limitStatuses.balance(claim)
                : credits.limit().initial();
    }
}
