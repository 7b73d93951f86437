package io.github.licensing4j.core.limit;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every meter that calls of one kind may charge: what the endpoint declares, what is measured, and the call itself. */
public final class ChargeSheet {
    private final Charge[] charges;
    private final @Nullable Measure[] measures;

    private ChargeSheet(Charge[] charges, @Nullable Measure[] measures) {
        this.charges = charges;
        this.measures = measures;
    }

    /**
     * Joins what a requirement declares with the built-in call and with the meters the library measures by itself.
     *
     * @param measured the measured meters of the catalog
     */
    public static ChargeSheet of(Requirement requirement, Map<String, Measure> measured) {
        List<Charge> charges = new ArrayList<>(requirement.charges());
        if (charges.stream().noneMatch(charge -> charge.meter().equals(Charge.CALLS))) {
            charges.add(0, Charge.of(Charge.CALLS, 1));
        }
        for (String meter : measured.keySet()) {
            if (charges.stream().noneMatch(charge -> charge.meter().equals(meter))) {
                charges.add(new Charge(meter, 0, 0, ChargeOn.NOT_5XX));
            }
        }
        return new ChargeSheet(
                charges.toArray(Charge[]::new),
                charges.stream().map(charge -> measured.get(charge.meter())).toArray(Measure[]::new));
    }

    int size() {
        return charges.length;
    }

    Charge charge(int index) {
        return charges[index];
    }

    @Nullable
    Measure measure(int index) {
        return measures[index];
    }

    /** Where a meter stands, -1 if these calls do not charge it. */
    int indexOf(String meter) {
        for (int i = 0; i < charges.length; i++) {
            if (charges[i].meter().equals(meter)) {
                return i;
            }
        }
        return -1;
    }

    /** Units that must be there for the call to pass. */
    long asked(int index) {
        return Units.sum(charges[index].units(), charges[index].reserve());
    }
}
