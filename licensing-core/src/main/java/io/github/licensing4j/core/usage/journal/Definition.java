package io.github.licensing4j.core.usage.journal;

import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A definition shared by calls: written once per segment and then referred to by number. Safe for use by many threads.
 */
abstract sealed class Definition permits UsageAccount, CallDescriptor {
    /**
     * The stamp of the segment it was last written to, and its number there; -1 in both before the first. One word, so
     * that reads are atomic.
     */
    private volatile long reference = -1;

    /** Returns its number in a segment, -1 if it is not in it yet. */
    final int referenceIn(int stamp) {
        long known = reference;
        return (int) (known >>> 32) == stamp ? (int) known : -1;
    }

    final void refer(int stamp, int number) {
        reference = (long) stamp << 32 | number;
    }

    abstract byte type();

    abstract void writeTo(DataOutputStream out) throws IOException;
}
