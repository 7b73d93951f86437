package io.github.licensing4j.servlet;

import java.time.Instant;

/** Whole seconds as header fields carry them. */
final class Seconds {
    /** The largest integer of a structured field (RFC 9651 section 3.3.1). */
    static final long MAX = 999_999_999_999_999L;

    private Seconds() {}

    /** Seconds from now until then, rounded up; 0 if then is not ahead. */
    static long until(Instant then, long nowMillis) {
        long seconds = then.getEpochSecond() - Math.floorDiv(nowMillis, 1000L);
        long nanos = then.getNano() - Math.floorMod(nowMillis, 1000L) * 1_000_000L;
        return clamp(nanos > 0 ? seconds + 1 : seconds);
    }

    static long clamp(long value) {
        return Math.max(0, Math.min(MAX, value));
    }
}
