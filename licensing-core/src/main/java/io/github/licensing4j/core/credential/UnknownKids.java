package io.github.licensing4j.core.credential;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records the kids that a published set was fetched for. A kid is absent once a fetch that began after its first look-up
 * did not contain it; until then it may be a key that was published since the last fetch.
 *
 * <p>Bounded: beyond {@value #MAX} kids between two fetches, further ones are not remembered and stay undecided. Safe
 * for use by many threads.
 */
final class UnknownKids {
    static final int MAX = 1_000;

    private volatile Set<String> wanted = ConcurrentHashMap.newKeySet();
    private volatile Set<String> absent = Set.of();
    private Set<String> fetching = Set.of();

    /** Returns whether the issuer does not have the key. Otherwise the next fetch decides. */
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

    /** Marks the start of a fetch. Called only by the fetching thread. */
    void fetchStarts() {
        fetching = wanted;
        wanted = ConcurrentHashMap.newKeySet();
    }

    /** Marks the end of a fetch that returned the set. Called only by the fetching thread. */
    void fetched() {
        absent = Set.copyOf(fetching);
    }
}
