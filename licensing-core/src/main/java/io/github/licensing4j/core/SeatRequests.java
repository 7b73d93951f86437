package io.github.licensing4j.core;

import io.github.licensing4j.Refusal;
import io.github.licensing4j.core.limit.ChargePlans;
import io.github.licensing4j.core.limit.LimitDecision;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import io.github.licensing4j.core.limit.LimitDecision.Unavailable;
import io.github.licensing4j.core.limit.LimitRequest;
import io.github.licensing4j.core.limit.LimitSet;
import io.github.licensing4j.core.limit.Limits;
import java.time.InstantSource;
import java.util.Optional;

/** Requests the seats of callers without a call. */
final class SeatRequests {
    private final Limits limits;
    private final RefusalFactory refusals;
    private final InstantSource clock;
    private final OutageLog outageLog = new OutageLog();
    private final ChargePlans plans = new ChargePlans();

    SeatRequests(Limits limits, RefusalFactory refusals, InstantSource clock) {
        this.limits = limits;
        this.refusals = refusals;
        this.clock = clock;
    }

    /** Takes or renews a seat under each limit of seats without a condition. Returns the refusal, empty if the caller has them. */
    Optional<Refusal> renew(LicensedCaller caller) {
        LimitSet seats = caller.limits().ofHolders().without(caller.conditions().keySet());
        LimitRequest request = new LimitRequest(
                caller.limitSubject(), seats, plans.ofAll(caller.catalog().meters()), clock.millis());
        LimitDecision decision = limits.reserve(caller.account(), request);
        if (decision instanceof Exceeded exceeded) {
            return Optional.of(refusals.limitExceeded(caller.inForce(), exceeded, null));
        }
        if (decision instanceof Unavailable unavailable) {
            outageLog.report(unavailable.reason(), request.nowMillis());
            return Optional.of(refusals.unavailable(request.nowMillis()));
        }
        return Optional.empty();
    }
}
