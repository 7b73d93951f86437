package io.github.licensing4j.core;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs at most once a minute that calls are refused because a store or the journal is unavailable. */
final class OutageLog {
    private static final Logger log = LoggerFactory.getLogger(OutageLog.class);
    private static final long EVERY_MILLIS = 60_000;

    private final AtomicLong nextMillis = new AtomicLong(Long.MIN_VALUE);

    void report(String reason, long nowMillis) {
        long next = nextMillis.get();
        if (nowMillis >= next && nextMillis.compareAndSet(next, nowMillis + EVERY_MILLIS)) {
            log.error("Calls are refused with 503 (enforcement-unavailable): {}", reason);
        }
    }
}
