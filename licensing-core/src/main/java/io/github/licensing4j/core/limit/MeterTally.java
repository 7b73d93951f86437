package io.github.licensing4j.core.limit;

import io.github.licensing4j.Charge;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Quantity;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds up what one call uses of each meter until it ends. Safe for use by many threads; it ends once. */
abstract sealed class MeterTally permits LimitHold, ObservedMeterTally {
    private static final Logger log = LoggerFactory.getLogger(MeterTally.class);
    private static final long NANOS_A_MILLI = 1_000_000;

    private final InstantSource clock;
    private final ChargePlan charges;
    private final long startMillis;
    private final long startNanos;
    private long @Nullable [] reported;
    private boolean settled;

    MeterTally(InstantSource clock, LimitRequest request) {
        this.clock = clock;
        this.charges = request.charges();
        this.startMillis = request.nowMillis();
        this.startNanos = charges.isFine() ? nanos(clock.instant()) : startMillis * NANOS_A_MILLI;
    }

    /**
     * Adds whole units the call has used.
     *
     * @throws IllegalStateException if the call's endpoint does not declare the meter, or the call is settled
     * @throws IllegalArgumentException if units are negative, or the call would count more than {@link Charge#MAX_SMALLEST}
     */
    public final void charge(String meter, long units) {
        if (units < 0) {
            throw new IllegalArgumentException("units are 0 or more, got " + units + " on '" + meter + "'");
        }
        int index = declared(meter);
        add(index, Units.rescaled(units, 0, charges.line(index).meter().scale()));
    }

    /**
     * Adds a quantity that the call has used.
     *
     * @throws IllegalStateException if the call's endpoint does not declare the meter, or the call is settled
     * @throws IllegalArgumentException if the quantity is in another unit, is negative, has more digits than the meter's scale,
     *     or the call would count more than {@link Charge#MAX_SMALLEST}
     */
    public final void charge(String meter, Quantity quantity) {
        int index = declared(meter);
        add(index, charges.line(index).meter().smallest(quantity));
    }

    private int declared(String meter) {
        int index = charges.indexOf(meter);
        if (index < 0) {
            throw new IllegalStateException("this endpoint does not declare meter '" + meter
                    + "'; declare it with @Metered or an endpoint rule");
        }
        return index;
    }

    private synchronized void add(int index, long smallest) {
        if (settled) {
            throw new IllegalStateException("the call is settled; what it reports of '"
                    + charges.line(index).meter().name() + "' comes too late");
        }
        if (reported == null) {
            reported = new long[charges.size()];
        }
        long sum = Units.sum(reported[index], smallest);
        refuseTooMuch(charges.line(index), sum);
        reported[index] = sum;
    }

    /** One wrong report must not fill a sum that every call of a license is billed from. */
    private static void refuseTooMuch(ChargePlan.Line line, long reported) {
        if (Units.sum(line.units(), reported) > Charge.MAX_SMALLEST) {
            Meter meter = line.meter();
            throw new IllegalArgumentException("the call would count more than "
                    + meter.units(Charge.MAX_SMALLEST).toPlainString() + " of '" + meter.name()
                    + "', the most that one call can; nothing of this report was added");
        }
    }

    /** Returns the instant of the decision, in epoch milliseconds. */
    final long startMillis() {
        return startMillis;
    }

    final ChargePlan charges() {
        return charges;
    }

    /**
     * Ends the call: the units of every charge, in the order of the charge plan, each at most {@link Charge#MAX_SMALLEST}; null for
     * all but the first that ends it.
     */
    final long @Nullable [] endTally(Outcome outcome) {
        long[] extra;
        synchronized (this) {
            if (settled) {
                return null;
            }
            settled = true;
            extra = reported;
        }
        long[] units = extra == null ? new long[charges.size()] : extra;
        for (int i = 0; i < units.length; i++) {
            units[i] = capped(charges.line(i), used(charges.line(i), units[i], outcome));
        }
        return units;
    }

    /** Reports and declared charges stay below; what was measured has happened and cannot be refused any more. */
    private static long capped(ChargePlan.Line line, long units) {
        if (units > Charge.MAX_SMALLEST) {
            log.warn(
                    "A call measured {} smallest units of '{}' and counts {}, the most that one call can",
                    units,
                    line.meter().name(),
                    Charge.MAX_SMALLEST);
            return Charge.MAX_SMALLEST;
        }
        return units;
    }

    private long used(ChargePlan.Line line, long reportedUnits, Outcome outcome) {
        if (!line.chargeOn().charges(outcome.status())) {
            return 0;
        }
        long stated = Units.sum(line.units(), reportedUnits);
        return line.meter().measure() == null
                ? stated
                : Units.sum(stated, Units.measured(line.meter(), outcome, wallNanos()));
    }

    private long wallNanos() {
        return charges.isFine() ? nanos(clock.instant()) - startNanos : (clock.millis() - startMillis) * NANOS_A_MILLI;
    }

    /** Since the epoch; enough until the year 2262. */
    private static long nanos(Instant at) {
        return at.getEpochSecond() * 1_000 * NANOS_A_MILLI + at.getNano();
    }
}
