package io.github.licensing4j.core;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Generates decision ids: unique across processes by a random start, cheap enough for a flood of refusals. */
final class DecisionIds {
    // Odd, so that multiplying by it visits every long once: consecutive ids do not look alike.
    private static final long STRIDE = 0x9E3779B97F4A7C15L;

    private final long process = new SecureRandom().nextLong();
    private final AtomicLong count = new AtomicLong(new SecureRandom().nextLong());

    String next() {
        return "dec_" + Long.toUnsignedString(process, 36)
                + Long.toUnsignedString(count.incrementAndGet() * STRIDE, 36);
    }
}
