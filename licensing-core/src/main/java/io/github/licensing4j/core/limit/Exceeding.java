package io.github.licensing4j.core.limit;

import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.Limit.Kind;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import io.github.licensing4j.spi.QuotaAnswer;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.RateAnswer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Words a refusal after everything was given back. What is said of the limit that refused is what it refused by; the
 * others are read afterwards.
 */
record Exceeding(LimitAccount account, Claims claims, List<QuotaClaim> quotas, long nowMillis) {

    static Exceeding of(LimitAccount account, LimitRequest request, Claims claims) {
        return new Exceeding(account, claims, account.lookedAt(request, claims), request.nowMillis());
    }

    Exceeded by(RateAnswer.Crowded crowded) {
        int line = line(Kind.CONCURRENCY, crowded.claim());
        ConcurrencyLimit limit = (ConcurrencyLimit) claims.lines().get(line).limit();
        return exceeded(RefusalCode.CONCURRENCY_EXCEEDED, line, Readings.status(limit, crowded.inFlight()), null);
    }

    Exceeded by(RateAnswer.TooFast fast) {
        int line = line(Kind.RATE, fast.claim());
        RateLimit limit = (RateLimit) claims.lines().get(line).limit();
        Instant retryAt = fast.retryAtMillis() == Long.MAX_VALUE ? null : Instant.ofEpochMilli(fast.retryAtMillis());
        return exceeded(RefusalCode.RATE_LIMITED, line, Readings.status(limit, fast.standing()), retryAt);
    }

    Exceeded by(QuotaAnswer.Exhausted exhausted) {
        int line = line(Kind.QUOTA, exhausted.claim());
        QuotaLimit limit = (QuotaLimit) claims.lines().get(line).limit();
        QuotaClaim claim = quotas.get(exhausted.claim());
        // A call that costs more than a whole period's ceiling never fits, however long one waits.
        Instant retryAt = claim.fits(0) ? Instant.ofEpochMilli(claim.window().endMillis()) : null;
        return exceeded(RefusalCode.QUOTA_EXHAUSTED, line, Readings.status(limit, exhausted.used(), claim), retryAt);
    }

    private Exceeded exceeded(RefusalCode code, int line, LimitStatus refused, @Nullable Instant retryAt) {
        LimitStatus[] all = new Readings.OfAccount(account, claims, quotas, nowMillis).statuses(claims, quotas);
        all[line] = refused;
        return new Exceeded(code, refused, List.of(all), retryAt);
    }

    /** Where the limit of the nth claim of a kind stands among all that apply. */
    private int line(Kind kind, int claim) {
        int line = -1;
        for (int seen = -1; seen < claim; ) {
            line++;
            seen += claims.lines().get(line).limit().kind() == kind ? 1 : 0;
        }
        return line;
    }
}
