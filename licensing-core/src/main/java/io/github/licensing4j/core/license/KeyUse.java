package io.github.licensing4j.core.license;

import io.github.licensing4j.spi.LicenseStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When keys were last used, until it is written to the store. Bounded; what does not fit is told the next time. */
final class KeyUse {
    private static final int MAX = 100_000;

    private final ConcurrentHashMap<String, Long> last = new ConcurrentHashMap<>();

    void used(String keyId, long nowMillis) {
        if (last.mappingCount() < MAX) {
            last.merge(keyId, nowMillis, Math::max);
        }
    }

    void writeTo(LicenseStore store) {
        Map<String, Instant> told = new HashMap<>();
        for (Map.Entry<String, Long> entry : last.entrySet()) {
            told.put(entry.getKey(), Instant.ofEpochMilli(entry.getValue()));
            last.remove(entry.getKey(), entry.getValue());
        }
        if (!told.isEmpty()) {
            store.used(told);
        }
    }
}
