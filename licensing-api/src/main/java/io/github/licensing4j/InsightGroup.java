package io.github.licensing4j;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one combination of keys.
 *
 * @param from the first instant of the part of the range, null if the range is not divided
 * @param keys the keys it was grouped by, each with its value
 * @param figures the figures
 * @param <F> the type of the figures
 */
public record InsightGroup<F>(@Nullable Instant from, Map<InsightDimension, String> keys, F figures) {
    public InsightGroup {
        keys = Collections.unmodifiableMap(new TreeMap<>(keys));
    }
}
