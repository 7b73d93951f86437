package io.github.licensing4j;

/**
 * What a call costs on one meter.
 *
 * @param meter the meter
 * @param units units every call costs, known beforehand, in steps of 10<sup>-scale</sup>; 0 or more
 * @param reserve units held on top of {@code units} for what the call reports while it runs; 0 or more. Settling charges what was really used
 * @param chargeOn which outcomes are charged
 * @param scale how many digits of {@code units} and {@code reserve} stand after the point; 0 to 9
 */
public record Charge(String meter, long units, long reserve, ChargeOn chargeOn, int scale) {
    /** The meter that every call counts on. */
    public static final String CALLS = "calls";

    /** The most smallest units of one meter that one call counts: 10<sup>15</sup>, a thousandth of what a ledger can add up. */
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

    /** A charge of whole units. */
    public Charge(String meter, long units, long reserve, ChargeOn chargeOn) {
        this(meter, units, reserve, chargeOn, 0);
    }

    /** A charge of fixed units for every answer that is not the server's fault. */
    public static Charge of(String meter, long units) {
        return new Charge(meter, units, 0, ChargeOn.NOT_5XX);
    }
}
