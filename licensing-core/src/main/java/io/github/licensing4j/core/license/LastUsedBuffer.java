package io.github.licensing4j.core.license;

import io.github.licensing4j.spi.LicenseStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When keys were last used, until it is written to the store. Bounded; what does not fit is told the next time. */
final class LastUsedBuffer {
    private static final int MAX = 100_000;

    private final ConcurrentHashMap<String, Long> last = new ConcurrentHashMap<>();

    void used(String keyId, long nowMillis) {
        if (last.mappingCount() < MAX || last.containsKey(keyId)) {
            last.merge(keyId, nowMillis, Math::max);
        }
    }

    void writeTo(LicenseStore store) {
        Map<String, Instant> told = new HashMap<>();
        last.forEach((key, millis) -> told.put(key, Instant.ofEpochMilli(millis)));
        if (told.isEmpty()) {
            return;
        }
        store.used(told);
        // Only now: what the store does not have yet is told again. A use that came meanwhile is another value and
        // stays.
        told.forEach((key, at) -> last.remove(key, at.toEpochMilli()));
    }
}
