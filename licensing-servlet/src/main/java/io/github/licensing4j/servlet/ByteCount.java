package io.github.licensing4j.servlet;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes of one body. */
final class ByteCount {
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean ended;

    void add(long more) {
        if (!ended) {
            bytes.addAndGet(more);
        }
    }

    /** Discards what was buffered. */
    void discard() {
        bytes.set(0);
    }

    /** Discards what was buffered and everything that is written from now on. */
    void end() {
        ended = true;
        discard();
    }

    long bytes() {
        return bytes.get();
    }
}
