package io.github.licensing4j.core.credential;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers which kids a published set was fetched for. A kid is absent once a fetch that began after it was first looked up did
 * not bring it; until then it may be a key that was published since the last fetch.
 *
 * <p>Bounded: past {@value #MAX} kids between two fetches, further ones are not remembered and stay undecided. Safe for use by many
 * threads.
 */
final class UnknownKids {
    static final int MAX = 1_000;

    private volatile Set<String> wanted = ConcurrentHashMap.newKeySet();
    private volatile Set<String> absent = Set.of();
    private Set<String> fetching = Set.of();

    /** Whether the issuer is known not to have the key. Otherwise the next fetch decides. */
    boolean isAbsent(String kid) {
        if (absent.contains(kid)) {
            return true;
        }
        Set<String> now = wanted;
        if (now.size() < MAX) {
            now.add(kid);
        }
        return false;
    }

    /** Marks the start of a fetch. Called by the fetching thread alone. */
    void fetchStarts() {
        fetching = wanted;
        wanted = ConcurrentHashMap.newKeySet();
    }

    /** Marks the end of a fetch that brought the set. Called by the fetching thread alone. */
    void fetched() {
        absent = Set.copyOf(fetching);
    }
}
