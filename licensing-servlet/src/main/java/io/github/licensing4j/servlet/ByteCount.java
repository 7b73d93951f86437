package io.github.licensing4j.servlet;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of one body. */
final class ByteCount {
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean ended;

    void add(long more) {
        if (!ended) {
            bytes.addAndGet(more);
        }
    }

    /** What was buffered is thrown away. */
    void discard() {
        bytes.set(0);
    }

    /** What was buffered is thrown away, and whatever is written from now on goes nowhere. */
    void end() {
        ended = true;
        discard();
    }

    long bytes() {
        return bytes.get();
    }
}
