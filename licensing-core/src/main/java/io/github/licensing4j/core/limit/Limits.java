package io.github.licensing4j.core.limit;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.core.catalog.CounterNaming;
import io.github.licensing4j.core.limit.LimitDecision.Reserved;
import io.github.licensing4j.core.limit.LimitDecision.Unavailable;
import io.github.licensing4j.spi.ConcurrencyHold;
import io.github.licensing4j.spi.ConcurrencyResult;
import io.github.licensing4j.spi.ConcurrencyStore;
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
import java.util.function.Supplier;

/**
 * Reserves every limit of a call or none: concurrency, then rates, then quotas, then credits. A refusal releases what was
 * held before it. Safe for use by many threads.
 */
public final class Limits {
    private final QuotaStore quotas;
    private final RateLimitStore rates;
    private final ConcurrencyStore concurrency;
    private final InstantSource clock;
    private final LimitSets sheets = new LimitSets();

    public Limits(QuotaStore quotas, RateLimitStore rates, ConcurrencyStore concurrency, InstantSource clock) {
        this.quotas = quotas;
        this.rates = rates;
        this.concurrency = concurrency;
        this.clock = clock;
    }

    /** The counters of a license. Cheap, and may be kept. */
    public LimitAccount account(LicenseId license) {
        return new LimitAccount(license, quotas, rates, concurrency);
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
        ReservationTemplate template = request.reservationTemplate();
        if (template.concurrency().isEmpty()) {
            return reserveRates(account, request, template, CallHolds.NONE);
        }
        ConcurrencyResult result = account.concurrency().enter(template.concurrency(), request.nowMillis());
        if (result instanceof ConcurrencyHold entered) {
            return reserveRates(account, request, template, new CallHolds(entered, null, null));
        }
        return result instanceof ConcurrencyResult.ConcurrencyExceeded exceeded
                ? LimitRefusals.of(account, request, template).by(exceeded)
                : new Unavailable(((ConcurrencyResult.Unavailable) result).reason());
    }

    private LimitDecision reserveRates(
            LimitAccount account, LimitRequest request, ReservationTemplate template, CallHolds before) {
        if (template.rates().isEmpty()) {
            return reserveQuotas(account, request, template, before);
        }
        RateResult result =
                releasingOnFailure(before, () -> account.rates().take(template.rates(), request.nowMillis()));
        if (result instanceof RateHold taken) {
            return reserveQuotas(account, request, template, before.with(taken));
        }
        before.release();
        return result instanceof RateResult.RateExceeded exceeded
                ? LimitRefusals.of(account, request, template).by(exceeded)
                : new Unavailable(((RateResult.Unavailable) result).reason());
    }

    private LimitDecision reserveQuotas(
            LimitAccount account, LimitRequest request, ReservationTemplate template, CallHolds before) {
        ReservationRequest requested = account.request(request, template);
        if (requested.isEmpty()) {
            return reserved(request, requested, before);
        }
        QuotaResult result = releasingOnFailure(
                before, () -> account.quotas().reserve(requested.quotas(), requested.credits(), request.nowMillis()));
        if (result instanceof QuotaHold held) {
            return reserved(request, requested, before.with(held));
        }
        before.release();
        if (result instanceof QuotaResult.Unavailable unavailable) {
            return new Unavailable(unavailable.reason());
        }
        LimitRefusals refusals = LimitRefusals.of(account, request, template);
        return result instanceof QuotaResult.Exhausted exhausted
                ? refusals.by(exhausted)
                : refusals.by((QuotaResult.CreditsExhausted) result);
    }

    /** A store that fails by throwing must not leave a call in flight for ever. */
    private static <R> R releasingOnFailure(CallHolds before, Supplier<R> reservation) {
        try {
            return reservation.get();
        } catch (RuntimeException e) {
            before.release();
            throw e;
        }
    }

    private LimitDecision reserved(LimitRequest request, ReservationRequest requested, CallHolds holds) {
        List<LimitStatus> statuses = List.of(holds.statuses(requested));
        LimitHold hold = new LimitHold(clock, request, requested, holds);
        return new Reserved(statuses, QuotaLevels.notices(statuses, holds), hold);
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
