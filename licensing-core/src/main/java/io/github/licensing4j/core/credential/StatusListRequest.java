package io.github.licensing4j.core.credential;

import java.time.Duration;
import java.util.List;

/**
 * The content of a new status list.
 *
 * @param uri where it is published
 * @param size the number of statuses; 1 to 8,388,608
 * @param revoked the indexes of revoked tokens
 * @param ttl after how long verifiers fetch it again; from a second
 * @param lifetime after how long it is no longer valid; not below {@code ttl}
 */
public record StatusListRequest(String uri, int size, List<Integer> revoked, Duration ttl, Duration lifetime) {
    /** The maximum number of statuses in a list. */
    public static final int MAX_SIZE = 8 * StatusList.MAX_BYTES;

    public StatusListRequest {
        revoked = List.copyOf(revoked);
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("a status list has 1 to " + MAX_SIZE + " places, got " + size);
        }
        for (int place : revoked) {
            if (place < 0 || place >= size) {
                throw new IllegalArgumentException("place " + place + " is not in a status list of " + size);
            }
        }
        if (ttl.toSeconds() < 1 || lifetime.compareTo(ttl) < 0) {
            throw new IllegalArgumentException("a status list holds from a second, got " + ttl + " and " + lifetime);
        }
    }
}
