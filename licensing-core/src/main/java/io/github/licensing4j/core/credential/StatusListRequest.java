package io.github.licensing4j.core.credential;

import java.time.Duration;
import java.util.List;

/**
 * What a new status list is to say.
 *
 * @param uri where it is published
 * @param size how many places it has; 1 to 8,388,608
 * @param revoked the places of revoked tokens
 * @param ttl after how long verifiers fetch it again; from a second
 * @param lifetime after how long it is worth nothing any more; not below {@code ttl}
 */
public record StatusListRequest(String uri, int size, List<Integer> revoked, Duration ttl, Duration lifetime) {
    /** The most places a list has. */
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
