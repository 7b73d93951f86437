package io.github.licensing4j.core;

import io.github.licensing4j.License;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.core.admin.RequestLimit;
import io.github.licensing4j.core.admin.RequestLimit.Sender;
import io.github.licensing4j.core.limit.ChargePlans;
import io.github.licensing4j.core.limit.LimitDecision;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import io.github.licensing4j.core.limit.LimitDecision.Unavailable;
import io.github.licensing4j.core.limit.LimitRequest;
import io.github.licensing4j.core.limit.LimitSet;
import io.github.licensing4j.core.limit.Limits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Answers requests of callers about their own license, which are no calls. */
final class OwnRequests {
    /** They sign nothing, and holders of seats that share a credential send heartbeats with it. */
    private static final int PER_EXCHANGE = 10;

    private final Limits limits;
    private final RequestLimit requestLimit;
    private final RefusalFactory refusals;
    private final InstantSource clock;
    private final OutageLog outageLog = new OutageLog();
    private final ChargePlans plans = new ChargePlans();

    OwnRequests(Limits limits, StoreOptions options, RefusalFactory refusals, InstantSource clock) {
        this.limits = limits;
        this.requestLimit = new RequestLimit(options.tokens().exchanges(), PER_EXCHANGE);
        this.refusals = refusals;
        this.clock = clock;
    }

    /** Counts one request, which no limit of a plan counts. Returns the refusal if there were too many. */
    Optional<Refusal> count(LicensedCaller caller) {
        License license = caller.inForce();
        Instant now = clock.instant();
        Sender sender = new Sender(license.id().issuer(), caller.verified().id(), license.customer());
        return requestLimit.take(sender, now).map(wait -> refusals.floodOfRequests(license, now.plus(wait)));
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
