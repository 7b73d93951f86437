package io.github.licensing4j.core.limit;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.core.catalog.CounterNaming;
import io.github.licensing4j.core.limit.LimitDecision.Reserved;
import io.github.licensing4j.core.limit.LimitDecision.Unavailable;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.QuotaResult;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateLimitStore;
import io.github.licensing4j.spi.RateResult;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reserves every limit of a call or none: concurrency, then rates, then quotas, then credits. A refusal releases what was taken
 * before it. Safe for use by many threads.
 */
public final class Limits {
    private final QuotaStore quotas;
    private final RateLimitStore rates;
    private final InstantSource clock;
    private final LimitSets sheets = new LimitSets();

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
    public LimitSet limitSet(List<Limit> limits, CounterNaming naming) {
        return sheets.of(Proration.none(limits), naming);
    }

    /**
     * The sheet of these limits, one object for all licenses on the same terms.
     *
     * @param naming names the counters
     */
    public LimitSet limitSet(Proration amounts, CounterNaming naming) {
        return sheets.of(amounts, naming);
    }

    /** Holds everything the call may use, or nothing. */
    public LimitDecision reserve(LimitAccount account, LimitRequest request) {
        ReservationTemplate reservationTemplate = request.reservationTemplate();
        RateResult answer = account.rates()
                .take(reservationTemplate.concurrency(), reservationTemplate.rates(), request.nowMillis());
        if (answer instanceof RateHold entered) {
            return reserveQuotas(account, request, reservationTemplate, entered);
        }
        if (answer instanceof RateResult.Unavailable unavailable) {
            return new Unavailable(unavailable.reason());
        }
        LimitRefusals limitRefusals = LimitRefusals.of(account, request, reservationTemplate);
        return answer instanceof RateResult.ConcurrencyExceeded concurrencyExceeded
                ? limitRefusals.by(concurrencyExceeded)
                : limitRefusals.by((RateResult.RateExceeded) answer);
    }

    private LimitDecision reserveQuotas(
            LimitAccount account, LimitRequest request, ReservationTemplate reservationTemplate, RateHold entered) {
        ReservationRequest reservationRequest = account.request(request, reservationTemplate);
        if (reservationRequest.isEmpty()) {
            return reserved(request, reservationRequest, entered, null);
        }
        QuotaResult answer = reserveOrRelease(account, reservationRequest, request.nowMillis(), entered);
        if (answer instanceof QuotaHold held) {
            return reserved(request, reservationRequest, entered, held);
        }
        entered.release();
        if (answer instanceof QuotaResult.Unavailable unavailable) {
            return new Unavailable(unavailable.reason());
        }
        LimitRefusals limitRefusals = LimitRefusals.of(account, request, reservationTemplate);
        return answer instanceof QuotaResult.Exhausted exhausted
                ? limitRefusals.by(exhausted)
                : limitRefusals.by((QuotaResult.CreditsExhausted) answer);
    }

    private static QuotaResult reserveOrRelease(
            LimitAccount account, ReservationRequest reservationRequest, long nowMillis, RateHold entered) {
        try {
            return account.quotas().reserve(reservationRequest.quotas(), reservationRequest.credits(), nowMillis);
        } catch (RuntimeException e) {
            // A store that fails by throwing must not leave a call in flight for ever.
            entered.release();
            throw e;
        }
    }

    private LimitDecision reserved(
            LimitRequest request, ReservationRequest reservationRequest, RateHold entered, @Nullable QuotaHold held) {
        LimitStatuses limitStatuses = new LimitStatuses.OfHolds(entered, held);
        List<LimitStatus> statuses = List.of(limitStatuses.statuses(reservationRequest));
        LimitHold hold = new LimitHold(clock, request, reservationRequest, entered, held);
        return new Reserved(statuses, QuotaLevels.notices(statuses, limitStatuses), hold);
    }

    /** Adds up what a call uses that is let through without holding anything. */
    public ObservedMeterTally observe(LimitRequest request) {
        return new ObservedMeterTally(clock, request);
    }

    /** Every limit that applies to such a call, as it stands now. Takes nothing. */
    public List<LimitStatus> peek(LimitAccount account, LimitRequest request) {
        ReservationRequest reservationRequest = account.probe(request, request.reservationTemplate());
        return List.of(new LimitStatuses.OfAccount(account, reservationRequest, request.nowMillis())
                .statuses(reservationRequest));
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
        return CapacityProbe.fits(account, other);
    }
}
