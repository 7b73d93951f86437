package io.github.licensing4j.core.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts token exchanges by API key and minute until they are written into the audit log, so that no exchange waits for
 * the audit chain or creates an entry of its own. Bounded: counts beyond the bound are added up without a key.
 */
final class ExchangeCounts {
    static final int MAX = 10_000;
    private static final long MINUTE = 60_000;

    private final ConcurrentHashMap<Key, Long> counts = new ConcurrentHashMap<>();

    private record Key(String license, String keyId, long minute) {}

    /**
     * The exchanges of one key in one minute.
     *
     * @param license the id of the license, empty where keys are counted together
     * @param keyId the id of the key, empty where keys are counted together
     */
    record Count(String license, String keyId, Instant minute, long count) {}

    void exchanged(String license, String keyId, Instant now) {
        long minute = now.toEpochMilli() / MINUTE;
        Key key = new Key(license, keyId, minute);
        boolean fits = counts.mappingCount() < MAX || counts.containsKey(key);
        counts.merge(fits ? key : new Key("", "", minute), 1L, Long::sum);
    }

    /** Returns the counts of minutes that are over at an instant. They stay until {@link #forget}. */
    List<Count> over(Instant now) {
        return counts(now.toEpochMilli() / MINUTE);
    }

    /** Returns every count. They stay until {@link #forget}. */
    List<Count> all() {
        return counts(Long.MAX_VALUE);
    }

    private List<Count> counts(long before) {
        List<Count> found = new ArrayList<>();
        counts.forEach((key, count) -> {
            if (key.minute < before) {
                found.add(new Count(key.license, key.keyId, Instant.ofEpochMilli(key.minute * MINUTE), count));
            }
        });
        found.sort(Comparator.comparing(Count::minute)
                .thenComparing(Count::license)
                .thenComparing(Count::keyId));
        return found;
    }

    /** Removes counts that are stored. What was counted meanwhile stays. */
    void forget(List<Count> stored) {
        stored.forEach(done -> counts.computeIfPresent(
                new Key(done.license, done.keyId, done.minute.toEpochMilli() / MINUTE),
                (key, count) -> count == done.count ? null : Long.valueOf(count - done.count)));
    }
}
