package io.github.licensing4j.spi;

import java.time.Instant;

/**
 * The mark of a proof that is used. All instants are by the clock of the engine.
 *
 * @param key names the key of the proof, such as {@code jkt:} and its thumbprint: at most 100 printable ASCII characters
 * @param id a digest of what makes the proof unique for its key, such as its id and target: at most 100 printable ASCII characters
 * @param from the first instant at which any node can have accepted the proof. A store that may have lost marks since then answers {@link
 *     ReplayResult#UNKNOWN}
 * @param at the present time
 * @param until the first instant at which no node accepts the proof any more
 */
public record ReplayMark(String key, String id, Instant from, Instant at, Instant until) {
    private static final int LONGEST = 100;

    /** @throws IllegalArgumentException if a text is empty, too long or not printable, or the instants are not in order */
    public ReplayMark {
        if (!isName(key) || !isName(id)) {
            throw new IllegalArgumentException("a key and an id have 1 to " + LONGEST
                    + " printable ASCII characters, got " + key.length() + " and " + id.length());
        }
        if (from.isAfter(at) || !at.isBefore(until)) {
            throw new IllegalArgumentException("a mark is used from " + from + " to " + until + ", not at " + at);
        }
    }

    private static boolean isName(String text) {
        return !text.isEmpty() && text.length() <= LONGEST && text.chars().allMatch(c -> c > ' ' && c <= '~');
    }
}
