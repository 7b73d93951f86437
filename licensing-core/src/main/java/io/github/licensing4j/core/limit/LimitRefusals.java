package io.github.licensing4j.core.limit;

import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.Limit.Kind;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import io.github.licensing4j.spi.ConcurrencyResult;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaResult;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes a refusal after everything was released. The limit that refused is shown as it was then; the
 * others are read afterwards.
 */
record LimitRefusals(LimitAccount account, ReservationRequest reservationRequest, long nowMillis) {
    private static final long NOW = Long.MIN_VALUE;
    private static final long NEVER = Long.MAX_VALUE;

    static LimitRefusals of(LimitAccount account, LimitRequest request, ReservationTemplate reservationTemplate) {
        return new LimitRefusals(account, account.probe(request, reservationTemplate), request.nowMillis());
    }

    Exceeded by(ConcurrencyResult.ConcurrencyExceeded concurrencyExceeded) {
        int line = line(Kind.CONCURRENCY, concurrencyExceeded.claim());
        ConcurrencyLimit limit = (ConcurrencyLimit)
                reservationRequest.reservationTemplate().lines().get(line).limit();
        return exceeded(
                RefusalCode.CONCURRENCY_EXCEEDED,
                line,
                LimitStatuses.status(limit, concurrencyExceeded.inFlight()),
                NOW);
    }

    Exceeded by(RateResult.RateExceeded fast) {
        int line = line(Kind.RATE, fast.claim());
        RateLimit limit = (RateLimit)
                reservationRequest.reservationTemplate().lines().get(line).limit();
        LimitStatus status = LimitStatuses.status(limit, fast.state());
        return exceeded(RefusalCode.RATE_LIMITED, line, status, fast.retryAtMillis());
    }

    Exceeded by(QuotaResult.Exhausted exhausted) {
        int line = line(Kind.QUOTA, exhausted.claim());
        QuotaLimit limit = (QuotaLimit)
                reservationRequest.reservationTemplate().lines().get(line).limit();
        LimitStatus status = LimitStatuses.status(
                limit, exhausted.used(), exhausted.carried(), reservationRequest.endMillis(exhausted.claim()));
        return exceeded(RefusalCode.QUOTA_EXHAUSTED, line, status, nextFit(exhausted.claim()));
    }

    Exceeded by(QuotaResult.CreditsExhausted creditsExhausted) {
        int line = line(Kind.CREDITS, creditsExhausted.claim());
        CreditsLimit limit = (CreditsLimit)
                reservationRequest.reservationTemplate().lines().get(line).limit();
        CreditsClaim claim = reservationRequest.credits().get(creditsExhausted.claim());
        LimitStatus status = LimitStatuses.status(limit, creditsExhausted.used(), creditsExhausted.balance(), claim);
        return exceeded(RefusalCode.CREDITS_EXHAUSTED, line, status, NEVER);
    }

    /** @param fitsAt when the limit that refused would let the call through */
    private Exceeded exceeded(RefusalCode code, int line, LimitStatus refused, long fitsAt) {
        LimitStatuses limitStatuses = new LimitStatuses.OfAccount(account, reservationRequest, nowMillis);
        LimitStatus[] all = limitStatuses.statuses(reservationRequest);
        all[line] = refused;
        return new Exceeded(code, refused, List.of(all), retryAt(Math.max(fitsAt, othersFitAt(limitStatuses))));
    }

    private static @Nullable Instant retryAt(long millis) {
        return millis == NOW || millis == NEVER ? null : Instant.ofEpochMilli(millis);
    }

    /** When the last of all limits would let the call through. Nothing is said of calls in flight, which may end at once. */
    private long othersFitAt(LimitStatuses limitStatuses) {
        long latest = NOW;
        for (RateClaim claim : reservationRequest.reservationTemplate().rates()) {
            long at = account.rates().fitsAt(claim, nowMillis);
            latest = Math.max(latest, at <= nowMillis ? NOW : at);
        }
        for (int i = 0; i < reservationRequest.quotas().size(); i++) {
            QuotaClaim claim = reservationRequest.quotas().get(i);
            latest = Math.max(latest, claim.fits(limitStatuses.used(i), limitStatuses.carried(i)) ? NOW : nextFit(i));
        }
        for (int i = 0; i < reservationRequest.credits().size(); i++) {
            latest = Math.max(latest, reservationRequest.credits().get(i).fits(limitStatuses.balance(i)) ? NOW : NEVER);
        }
        return latest;
    }

    /** A call that costs more than a whole period's ceiling never fits, however long one waits. */
    private long nextFit(int quota) {
        return reservationRequest.quotas().get(quota).fits(0) ? reservationRequest.endMillis(quota) : NEVER;
    }

    /** Where the limit of the nth claim of a kind stands among all that apply. */
    private int line(Kind kind, int claim) {
        int line = -1;
        for (int seen = -1; seen < claim; ) {
            line++;
            seen += reservationRequest
                                    .reservationTemplate()
                                    .lines()
                                    .get(line)
                                    .limit()
                                    .kind()
                            == kind
                    ? 1
                    : 0;
        }
        return line;
    }
}
