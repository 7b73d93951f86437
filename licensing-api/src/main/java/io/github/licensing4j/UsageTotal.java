package io.github.licensing4j;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The usage of one meter under one combination of keys.
 *
 * @param keys the keys it was grouped by, each with its value: an hour or day as an ISO 8601 instant, a status as its first
 *     digit, everything else as it is named
 * @param meter the meter
 * @param units in the meter's smallest unit
 * @param calls how many calls
 */
public record UsageTotal(Map<UsageDimension, String> keys, String meter, long units, long calls) {
    public UsageTotal {
        keys = Collections.unmodifiableMap(new TreeMap<>(keys));
    }
}
