package io.github.licensing4j.core.limit;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.core.catalog.CounterNaming;
import io.github.licensing4j.core.limit.LimitDecision.Reserved;
import io.github.licensing4j.core.limit.LimitDecision.Unavailable;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaAnswer;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.RateAnswer;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateLimitStore;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reserves every limit of a call or none: concurrency, then rates, then quotas, then credits. A refusal gives back what was taken
 * before it. Safe for use by many threads.
 */
public final class Limits {
    private final QuotaStore quotas;
    private final RateLimitStore rates;
    private final InstantSource clock;
    private final LimitSheets sheets = new LimitSheets();

    public Limits(QuotaStore quotas, RateLimitStore rates, InstantSource clock) {
        this.quotas = quotas;
        this.rates = rates;
        this.clock = clock;
    }

    /** The counters of a license. Cheap, and may be kept. */
    public LimitAccount account(LicenseId license) {
        return new LimitAccount(license, quotas, rates);
    }

    /** The sheet of limits whose amounts no change of plan has altered. */
    public LimitSheet sheet(List<Limit> limits, CounterNaming naming) {
        return sheets.of(Proration.none(limits), naming);
    }

    /**
     * The sheet of these limits, one object for all licenses on the same terms.
     *
     * @param naming names the counters
     */
    public LimitSheet sheet(Proration amounts, CounterNaming naming) {
        return sheets.of(amounts, naming);
    }

    /** Holds everything the call may use, or nothing. */
    public LimitDecision reserve(LimitAccount account, LimitRequest request) {
        Claims claims = request.claims();
        RateAnswer answer = account.rates().take(claims.concurrency(), claims.rates(), request.nowMillis());
        if (answer instanceof RateHold entered) {
            return reserveQuotas(account, request, claims, entered);
        }
        if (answer instanceof RateAnswer.Unavailable unavailable) {
            return new Unavailable(unavailable.reason());
        }
        Exceeding exceeding = Exceeding.of(account, request, claims);
        return answer instanceof RateAnswer.Crowded crowded
                ? exceeding.by(crowded)
                : exceeding.by((RateAnswer.TooFast) answer);
    }

    private LimitDecision reserveQuotas(LimitAccount account, LimitRequest request, Claims claims, RateHold entered) {
        Asked asked = account.asked(request, claims);
        if (asked.isEmpty()) {
            return reserved(request, asked, entered, null);
        }
        QuotaAnswer answer = reserveOrGiveBack(account, asked, request.nowMillis(), entered);
        if (answer instanceof QuotaHold held) {
            return reserved(request, asked, entered, held);
        }
        entered.giveBack();
        if (answer instanceof QuotaAnswer.Unavailable unavailable) {
            return new Unavailable(unavailable.reason());
        }
        Exceeding exceeding = Exceeding.of(account, request, claims);
        return answer instanceof QuotaAnswer.Exhausted exhausted
                ? exceeding.by(exhausted)
                : exceeding.by((QuotaAnswer.Spent) answer);
    }

    private static QuotaAnswer reserveOrGiveBack(LimitAccount account, Asked asked, long nowMillis, RateHold entered) {
        try {
            return account.quotas().reserve(asked.quotas(), asked.credits(), nowMillis);
        } catch (RuntimeException e) {
            // A store that fails by throwing must not leave a call in flight for ever.
            entered.giveBack();
            throw e;
        }
    }

    private LimitDecision reserved(LimitRequest request, Asked asked, RateHold entered, @Nullable QuotaHold held) {
        Readings readings = new Readings.OfHolds(entered, held);
        List<LimitStatus> statuses = List.of(readings.statuses(asked));
        LimitHold hold = new LimitHold(clock, request, asked, entered, held);
        return new Reserved(statuses, QuotaLevels.notices(statuses, readings), hold);
    }

    /** Adds up what a call uses that is let through without holding anything. */
    public ObservedTally observe(LimitRequest request) {
        return new ObservedTally(clock, request);
    }

    /** Every limit that applies to such a call, as it stands now. Takes nothing. */
    public List<LimitStatus> peek(LimitAccount account, LimitRequest request) {
        Asked asked = account.lookedAt(request, request.claims());
        return List.of(new Readings.OfAccount(account, asked, request.nowMillis()).statuses(asked));
    }

    /**
     * Adds to what is counted in a period, so that a correction of the ledger holds at once.
     *
     * @param units in the meter's smallest unit; below 0 to take away
     */
    public void adjust(LicenseId license, CounterId counter, QuotaWindow window, long units) {
        quotas.account(license).adjust(counter, window, units, clock.millis());
    }

    /**
     * Whether a call would have passed under limits that are not its own, with everything used so far still counted.
     * Takes nothing.
     *
     * @param other the call under the other limits
     */
    public boolean wouldGrant(LimitAccount account, LimitRequest other) {
        return Alternative.fits(account, other);
    }
}
