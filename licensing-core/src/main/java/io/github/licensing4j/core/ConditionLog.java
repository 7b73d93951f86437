package io.github.licensing4j.core;

import io.github.licensing4j.core.condition.ConditionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs at most once a minute that calls are refused because a condition of the catalog cannot be evaluated for them. */
final class ConditionLog {
    private static final Logger log = LoggerFactory.getLogger(ConditionLog.class);
    private static final long EVERY_MILLIS = 60_000;

    private final AtomicLong nextMillis = new AtomicLong(Long.MIN_VALUE);

    void report(ConditionException failure, long nowMillis) {
        long next = nextMillis.get();
        if (nowMillis >= next && nextMillis.compareAndSet(next, nowMillis + EVERY_MILLIS)) {
            log.warn("Calls are refused with 403 (condition-not-met): {}", failure.getMessage());
        }
    }
}
