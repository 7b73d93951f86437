package io.github.licensing4j.core.license;

import io.github.licensing4j.spi.CredentialStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Buffers when keys were last used, until it is written to the store. Bounded; uses beyond the bound are stored later.
 */
final class LastUsedBuffer {
    private static final int MAX = 100_000;

    private final ConcurrentHashMap<String, Long> last = new ConcurrentHashMap<>();

    void used(String keyId, long nowMillis) {
        if (last.mappingCount() < MAX || last.containsKey(keyId)) {
            last.merge(keyId, nowMillis, Math::max);
        }
    }

    void writeTo(CredentialStore credentials) {
        Map<String, Instant> stored = new HashMap<>();
        last.forEach((key, millis) -> stored.put(key, Instant.ofEpochMilli(millis)));
        if (stored.isEmpty()) {
            return;
        }
        credentials.used(stored);
        // Removed only now: after a failure they are stored again. A use that came meanwhile is another value and
        // stays.
        stored.forEach((key, at) -> last.remove(key, at.toEpochMilli()));
    }
}
