package io.github.licensing4j;

/**
 * The charge of a call on one meter.
 *
 * @param meter the meter
 * @param units units every call costs, known beforehand, in steps of 10<sup>-scale</sup>; 0 or more
 * @param reserve units held on top of {@code units} for use that the call reports while it runs; 0 or more. Settling
 *     charges the actual use
 * @param chargeOn which outcomes are charged
 * @param scale how many digits of {@code units} and {@code reserve} are after the point; 0 to 9
 */
public record Charge(String meter, long units, long reserve, ChargeOn chargeOn, int scale) {
    /** The meter that counts every call. */
    public static final String CALLS = "calls";

    /**
     * The maximum of smallest units of one meter per call: 10<sup>15</sup>, a thousandth of what a ledger can add up.
     */
    public static final long MAX_SMALLEST = 1_000_000_000_000_000L;

    public Charge {
        if (units < 0 || reserve < 0) {
            throw new IllegalArgumentException("a charge on '" + meter
                    + "' needs units and reserve of 0 or more, got units=" + units + ", reserve=" + reserve);
        }
        if (scale < 0 || scale > Meter.MAX_SCALE) {
            throw new IllegalArgumentException(
                    "a charge on '" + meter + "' needs a scale from 0 to " + Meter.MAX_SCALE + ", got " + scale);
        }
    }

    /** Creates a charge of whole units. */
    public Charge(String meter, long units, long reserve, ChargeOn chargeOn) {
        this(meter, units, reserve, chargeOn, 0);
    }

    /** Creates a charge of fixed units for every response below 500. */
    public static Charge of(String meter, long units) {
        return new Charge(meter, units, 0, ChargeOn.NOT_5XX);
    }
}
