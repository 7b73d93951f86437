package io.github.licensing4j.core.billing;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Units by license, meter and hour, as one side knows them. */
final class Sums {
    private final Map<String, Long> units = new TreeMap<>();

    synchronized void add(String license, String meter, Instant hour, long smallest) {
        units.merge(license + " " + meter + " " + hour, smallest, Math::addExact);
    }

    /** What is not 0. */
    synchronized Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>(units);
        all.values().removeIf(sum -> sum == 0);
        return all;
    }
}
