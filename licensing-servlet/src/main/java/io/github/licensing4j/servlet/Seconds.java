package io.github.licensing4j.servlet;

import java.time.Instant;

/** Computes whole seconds as header fields carry them. */
final class Seconds {
    /** The largest integer of a structured field (RFC 9651 section 3.3.1). */
    static final long MAX = 999_999_999_999_999L;

    private Seconds() {}

    /** Returns the seconds until an instant, rounded up; 0 if it has passed. */
    static long until(Instant then, long nowMillis) {
        long seconds = then.getEpochSecond() - Math.floorDiv(nowMillis, 1000L);
        long nanos = then.getNano() - Math.floorMod(nowMillis, 1000L) * 1_000_000L;
        return clamp(nanos > 0 ? seconds + 1 : seconds);
    }

    static long clamp(long value) {
        return Math.max(0, Math.min(MAX, value));
    }
}
