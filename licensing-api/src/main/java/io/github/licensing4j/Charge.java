package io.github.licensing4j;

/**
 * What a call costs on one meter.
 *
 * @param meter the meter
 * @param units units every call costs, known beforehand; 0 or more
 * @param reserve units held on top of {@code units} for what the call reports while it runs; 0 or more. Settling charges what was really used
 * @param chargeOn which outcomes are charged
 */
public record Charge(String meter, long units, long reserve, ChargeOn chargeOn) {
    /** The meter that every call counts on. */
    public static final String CALLS = "calls";

    public Charge {
        if (units < 0 || reserve < 0) {
            throw new IllegalArgumentException("a charge on '" + meter
                    + "' needs units and reserve of 0 or more, got units=" + units + ", reserve=" + reserve);
        }
    }

    /** A charge of fixed units for every answer that is not the server's fault. */
    public static Charge of(String meter, long units) {
        return new Charge(meter, units, 0, ChargeOn.NOT_5XX);
    }
}
