package io.github.licensing4j.core.limit;

import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.Limit.Kind;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaAnswer;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.RateAnswer;
import io.github.licensing4j.spi.RateClaim;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Words a refusal after everything was given back. What is said of the limit that refused is what it refused by; the
 * others are read afterwards.
 */
record Exceeding(LimitAccount account, Asked asked, long nowMillis) {
    private static final long NOW = Long.MIN_VALUE;
    private static final long NEVER = Long.MAX_VALUE;

    static Exceeding of(LimitAccount account, LimitRequest request, Claims claims) {
        return new Exceeding(account, account.lookedAt(request, claims), request.nowMillis());
    }

    Exceeded by(RateAnswer.Crowded crowded) {
        int line = line(Kind.CONCURRENCY, crowded.claim());
        ConcurrencyLimit limit =
                (ConcurrencyLimit) asked.claims().lines().get(line).limit();
        return exceeded(RefusalCode.CONCURRENCY_EXCEEDED, line, Readings.status(limit, crowded.inFlight()), NOW);
    }

    Exceeded by(RateAnswer.TooFast fast) {
        int line = line(Kind.RATE, fast.claim());
        RateLimit limit = (RateLimit) asked.claims().lines().get(line).limit();
        LimitStatus status = Readings.status(limit, fast.standing());
        return exceeded(RefusalCode.RATE_LIMITED, line, status, fast.retryAtMillis());
    }

    Exceeded by(QuotaAnswer.Exhausted exhausted) {
        int line = line(Kind.QUOTA, exhausted.claim());
        QuotaLimit limit = (QuotaLimit) asked.claims().lines().get(line).limit();
        LimitStatus status =
                Readings.status(limit, exhausted.used(), exhausted.carried(), asked.endMillis(exhausted.claim()));
        return exceeded(RefusalCode.QUOTA_EXHAUSTED, line, status, nextFit(exhausted.claim()));
    }

    Exceeded by(QuotaAnswer.Spent spent) {
        int line = line(Kind.CREDITS, spent.claim());
        CreditsLimit limit = (CreditsLimit) asked.claims().lines().get(line).limit();
        CreditsClaim claim = asked.credits().get(spent.claim());
        LimitStatus status = Readings.status(limit, spent.used(), spent.balance(), claim);
        return exceeded(RefusalCode.CREDITS_EXHAUSTED, line, status, NEVER);
    }

    /** @param fitsAt when the limit that refused would let the call through */
    private Exceeded exceeded(RefusalCode code, int line, LimitStatus refused, long fitsAt) {
        Readings readings = new Readings.OfAccount(account, asked, nowMillis);
        LimitStatus[] all = readings.statuses(asked);
        all[line] = refused;
        return new Exceeded(code, refused, List.of(all), retryAt(Math.max(fitsAt, othersFitAt(readings))));
    }

    private static @Nullable Instant retryAt(long millis) {
        return millis == NOW || millis == NEVER ? null : Instant.ofEpochMilli(millis);
    }

    /** When the last of all limits would let the call through. Nothing is said of calls in flight, which may end at once. */
    private long othersFitAt(Readings readings) {
        long latest = NOW;
        for (RateClaim claim : asked.claims().rates()) {
            long at = account.rates().fitsAt(claim, nowMillis);
            latest = Math.max(latest, at <= nowMillis ? NOW : at);
        }
        for (int i = 0; i < asked.quotas().size(); i++) {
            QuotaClaim claim = asked.quotas().get(i);
            latest = Math.max(latest, claim.fits(readings.used(i), readings.carried(i)) ? NOW : nextFit(i));
        }
        for (int i = 0; i < asked.credits().size(); i++) {
            latest = Math.max(latest, asked.credits().get(i).fits(readings.balance(i)) ? NOW : NEVER);
        }
        return latest;
    }

    /** A call that costs more than a whole period's ceiling never fits, however long one waits. */
    private long nextFit(int quota) {
        return asked.quotas().get(quota).fits(0) ? asked.endMillis(quota) : NEVER;
    }

    /** Where the limit of the nth claim of a kind stands among all that apply. */
    private int line(Kind kind, int claim) {
        int line = -1;
        for (int seen = -1; seen < claim; ) {
            line++;
            seen += asked.claims().lines().get(line).limit().kind() == kind ? 1 : 0;
        }
        return line;
    }
}
