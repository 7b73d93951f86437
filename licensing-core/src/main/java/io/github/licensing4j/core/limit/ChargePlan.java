package io.github.licensing4j.core.limit;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Every meter that calls of one kind may charge: what the endpoint declares, what is measured, and the call itself. Its
 * units are the smallest of each meter.
 */
final class ChargePlan {
    private final Requirement requirement;
    private final Line[] lines;
    private final boolean fine;

    /**
     * One meter.
     *
     * @param units units every call costs
     * @param requested units that must be there for the call to pass
     */
    record Line(Meter meter, long units, long requested, ChargeOn chargeOn) {

        static Line of(Charge charge, Meter meter) {
            long units = Units.rescaled(charge.units(), charge.scale(), meter.scale());
            long reserve = Units.rescaled(charge.reserve(), charge.scale(), meter.scale());
            return new Line(meter, units, Units.sum(units, reserve), charge.chargeOn());
        }

        boolean isFine() {
            return meter.measure() == Measure.WALL_TIME && meter.scale() > 0;
        }
    }

    private ChargePlan(Requirement requirement, List<Line> lines) {
        this.requirement = requirement;
        this.lines = lines.toArray(Line[]::new);
        this.fine = lines.stream().anyMatch(Line::isFine);
    }

    /**
     * Joins what a requirement declares with the built-in call and with the meters the library measures by itself.
     *
     * @param meters the meters of the catalog, by name
     */
    public static ChargePlan of(Requirement requirement, Map<String, Meter> meters) {
        return of(requirement, charges(requirement, meters), meters);
    }

    /** Returns the declared charges, with those of the built-in call and of measured meters. */
    static List<Charge> charges(Requirement requirement, Map<String, Meter> meters) {
        List<Charge> charges = new ArrayList<>(requirement.charges());
        if (charges.stream().noneMatch(charge -> charge.meter().equals(Charge.CALLS))) {
            charges.add(0, Charge.of(Charge.CALLS, 1));
        }
        for (Meter meter : meters.values()) {
            if (meter.measure() != null
                    && charges.stream().noneMatch(charge -> charge.meter().equals(meter.name()))) {
                charges.add(new Charge(meter.name(), 0, 0, ChargeOn.NOT_5XX));
            }
        }
        return charges;
    }

    /**
     * Returns the plan of a part of a call: the declared charges alone, without the built-in call and without measured
     * meters, which the call itself charges.
     *
     * @param meters the meters of the catalog, by name
     */
    static ChargePlan ofPart(Requirement requirement, Map<String, Meter> meters) {
        List<Charge> charges = requirement.charges().stream()
                .filter(charge -> !charge.meter().equals(Charge.CALLS))
                .filter(charge -> meterOf(charge, meters).measure() == null)
                .toList();
        return of(requirement, charges, meters);
    }

    private static ChargePlan of(Requirement requirement, List<Charge> charges, Map<String, Meter> meters) {
        return new ChargePlan(
                requirement,
                charges.stream()
                        .map(charge -> Line.of(charge, meterOf(charge, meters)))
                        .toList());
    }

    private static Meter meterOf(Charge charge, Map<String, Meter> meters) {
        Meter known = meters.get(charge.meter());
        return known == null ? new Meter(charge.meter(), "", 0, null) : known;
    }

    /** Returns the requirement that the plan was made from. */
    Requirement requirement() {
        return requirement;
    }

    int size() {
        return lines.length;
    }

    Line line(int index) {
        return lines[index];
    }

    /** Returns whether time is to be measured finer than in milliseconds. */
    boolean isFine() {
        return fine;
    }

    /** Returns the index of a meter, -1 if these calls do not charge it. */
    int indexOf(String meter) {
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].meter().name().equals(meter)) {
                return i;
            }
        }
        return -1;
    }

    /** Units that must be there for the call to pass. */
    long requested(int index) {
        return lines[index].requested();
    }
}
