package io.github.licensing4j.core.usage;

import io.github.licensing4j.LicenseId;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Units and calls by license and meter. Not safe for use by many threads. */
final class UsageSums {
    private static final Comparator<Key> ORDER = Comparator.comparing((Key key) -> key.license.issuer())
            .thenComparing(key -> key.license.value())
            .thenComparing(Key::meter);

    private final Map<Key, Sum> sums = new TreeMap<>(ORDER);

    record Key(LicenseId license, String meter) {}

    record Sum(long units, long calls) {
        static final Sum NONE = new Sum(0, 0);

        boolean isAtLeast(Sum least) {
            return units >= least.units && calls >= least.calls;
        }

        /** Adds two sums, limited to the largest number instead of overflowing. */
        Sum plus(Sum other) {
            long sum = units + other.units;
            return new Sum(sum < 0 ? Long.MAX_VALUE : sum, calls + other.calls);
        }
    }

    void add(LicenseId license, String meter, long units, long calls) {
        sums.merge(new Key(license, meter), new Sum(units, calls), Sum::plus);
    }

    void addAll(UsageSums others) {
        others.sums.forEach((key, sum) -> sums.merge(key, sum, Sum::plus));
    }

    /** Removes the sums of all other licenses. */
    void retain(Set<LicenseId> licenses) {
        sums.keySet().removeIf(key -> !licenses.contains(key.license));
    }

    Sum of(Key key) {
        return sums.getOrDefault(key, Sum.NONE);
    }

    Map<Key, Sum> all() {
        return sums;
    }
}
