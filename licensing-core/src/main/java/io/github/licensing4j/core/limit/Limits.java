package io.github.licensing4j.core.limit;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import io.github.licensing4j.core.limit.LimitDecision.Reserved;
import io.github.licensing4j.core.limit.LimitDecision.Unavailable;
import io.github.licensing4j.spi.QuotaAnswer;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.RateAnswer;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateLimitStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reserves every limit of a call or none: concurrency, then rates, then quotas. A refusal gives back what was taken
 * before it. Safe for use by many threads.
 */
public final class Limits {
    private final QuotaStore quotas;
    private final RateLimitStore rates;
    private final InstantSource clock;

    public Limits(QuotaStore quotas, RateLimitStore rates, InstantSource clock) {
        this.quotas = quotas;
        this.rates = rates;
        this.clock = clock;
    }

    /** The counters of a license. Cheap, and may be kept. */
    public LimitAccount account(LicenseId license) {
        return new LimitAccount(license, quotas, rates);
    }

    /** Holds everything the call may use, or nothing. */
    public LimitDecision reserve(LimitAccount account, LimitRequest request) {
        Claims claims = Claims.of(account, request);
        RateAnswer answer = account.rates().take(claims.concurrency(), claims.rates(), request.nowMillis());
        if (answer instanceof RateAnswer.Taken taken) {
            return reserveQuotas(account, request, claims, taken.hold());
        }
        Refusing refusing = new Refusing(account, claims, request.nowMillis());
        if (answer instanceof RateAnswer.Crowded crowded) {
            return refusing.by(Limit.Kind.CONCURRENCY, crowded.claim(), null);
        }
        if (answer instanceof RateAnswer.TooFast fast) {
            return refusing.by(Limit.Kind.RATE, fast.claim(), instant(fast.retryAtMillis()));
        }
        return new Unavailable(((RateAnswer.Unavailable) answer).reason());
    }

    private LimitDecision reserveQuotas(LimitAccount account, LimitRequest request, Claims claims, RateHold entered) {
        if (claims.quotas().isEmpty()) {
            return reserved(request, claims, entered, List.of());
        }
        QuotaAnswer answer = account.quotas().reserve(claims.quotas(), request.nowMillis());
        if (answer instanceof QuotaAnswer.Held held) {
            return reserved(request, claims, entered, held.holds());
        }
        entered.giveBack();
        if (answer instanceof QuotaAnswer.Exhausted exhausted) {
            QuotaClaim claim = claims.quotas().get(exhausted.claim());
            // A call that costs more than a whole period's ceiling never fits, however long one waits.
            Instant retryAt =
                    claim.fits(0) ? Instant.ofEpochMilli(claim.window().endMillis()) : null;
            return new Refusing(account, claims, request.nowMillis()).by(Limit.Kind.QUOTA, exhausted.claim(), retryAt);
        }
        return new Unavailable(((QuotaAnswer.Unavailable) answer).reason());
    }

    private LimitDecision reserved(LimitRequest request, Claims claims, RateHold entered, List<QuotaHold> holds) {
        List<LimitStatus> statuses = new Readings.OfHolds(entered, holds).statuses(claims);
        LimitHold hold =
                new LimitHold(clock, request.nowMillis(), request.charges(), entered, holds, claims.chargeOfQuota());
        return new Reserved(statuses, QuotaLevels.notices(statuses), hold);
    }

    /** Every limit that applies to such a call, as it stands now. Takes nothing. */
    public List<LimitStatus> peek(LimitAccount account, LimitRequest request) {
        Claims claims = Claims.of(account, request);
        return new Readings.OfAccount(account, claims, request.nowMillis()).statuses(claims);
    }

    /**
     * Whether a refused call would have passed under other limits, with everything used so far still counted. Takes
     * nothing.
     *
     * @param refused what was asked
     * @param other the same call under the other limits
     */
    public boolean wouldGrant(LimitAccount account, LimitRequest refused, LimitRequest other) {
        return Alternative.fits(account, Claims.of(account, refused), Claims.of(account, other), other.nowMillis());
    }

    private static @Nullable Instant instant(long millis) {
        return millis == Long.MAX_VALUE ? null : Instant.ofEpochMilli(millis);
    }

    /** Words a refusal after everything was given back. */
    private record Refusing(LimitAccount account, Claims claims, long nowMillis) {

        Exceeded by(Limit.Kind kind, int claim, @Nullable Instant retryAt) {
            List<LimitStatus> all = new Readings.OfAccount(account, claims, nowMillis).statuses(claims);
            return new Exceeded(code(kind), nth(all, kind, claim), all, retryAt);
        }

        private static LimitStatus nth(List<LimitStatus> all, Limit.Kind kind, int claim) {
            List<LimitStatus> ofKind = new ArrayList<>(all);
            ofKind.removeIf(status -> status.limit().kind() != kind);
            return ofKind.get(claim);
        }

        private static RefusalCode code(Limit.Kind kind) {
            return switch (kind) {
                case CONCURRENCY -> RefusalCode.CONCURRENCY_EXCEEDED;
                case RATE -> RefusalCode.RATE_LIMITED;
                case QUOTA -> RefusalCode.QUOTA_EXHAUSTED;
                case CREDITS -> RefusalCode.CREDITS_EXHAUSTED;
                case SEATS -> RefusalCode.SEAT_LIMIT_REACHED;
            };
        }
    }
}
