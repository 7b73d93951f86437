package io.github.licensing4j.core.usage.journal;

import java.io.Closeable;
import java.io.IOException;

/** The bytes of a segment, in the live mapping or in its file. */
interface SegmentBytes extends Closeable {
    /** Where complete records end; it may grow. */
    int end();

    /** Copies bytes that lie before the end. */
    void read(int at, byte[] to, int length) throws IOException;

    @Override
    default void close() throws IOException {}
}
