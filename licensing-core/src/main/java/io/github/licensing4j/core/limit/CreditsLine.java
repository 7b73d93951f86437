package io.github.licensing4j.core.limit;

import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.CreditsClaim;
import java.util.ArrayList;
import java.util.List;

/**
 * A credits limit that applies to calls.
 *
 * @param charge where its charge stands in the charge sheet
 * @param units units to hold
 */
record CreditsLine(LimitSet.Credits credits, int charge, long units) {

    CreditsClaim claim(LimitRequest request) {
        String limit = credits.counter().limit();
        List<CreditsClaim.Grant> grants = new ArrayList<>();
        for (CreditGrant grant : request.limitSubject().grants()) {
            if (grant.limit().equals(limit) && Credits.holds(grant, request.nowMillis())) {
                grants.add(new CreditsClaim.Grant(
                        credits.counterOf(grant.id()), grant.amount(), Credits.expiresMillis(grant)));
            }
        }
        return new CreditsClaim(grants, units);
    }
}
