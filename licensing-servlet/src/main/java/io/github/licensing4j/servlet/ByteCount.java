package io.github.licensing4j.servlet;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of one body. */
final class ByteCount {
    private final AtomicLong bytes = new AtomicLong();

    void add(long more) {
        bytes.addAndGet(more);
    }

    /** What was buffered is thrown away. */
    void discard() {
        bytes.set(0);
    }

    long bytes() {
        return bytes.get();
    }
}
