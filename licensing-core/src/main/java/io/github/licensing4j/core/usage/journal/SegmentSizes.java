package io.github.licensing4j.core.usage.journal;

/**
 * Computes the size of the next segment. Each segment defines the accounts in it again, so with many accounts a small one
 * contains little else: while definitions take more than a sixteenth of a segment, a later one is twice as large.
 */
final class SegmentSizes {
    /** The largest segment, in multiples of the smallest. */
    static final int MOST = 8;

    /** The largest segment is at most this part of all segments together, because they are deleted as a whole. */
    private static final int PART = 8;

    /** Definitions that take less than this part of a segment do not matter. */
    private static final int SMALL_PART = 16;

    private final int smallest;
    private final int largest;
    private volatile int next;

    SegmentSizes(JournalSettings settings) {
        this.smallest = settings.segmentBytes();
        int bound = smallest;
        while (bound < MOST * (long) smallest && 2L * bound * PART <= settings.maxBytes() && bound < 1 << 29) {
            bound *= 2;
        }
        this.largest = bound;
        this.next = smallest;
    }

    int smallest() {
        return smallest;
    }

    /** Returns the size of the next segment. */
    int next() {
        return next;
    }

    /**
     * Computes the next size from a segment that is full.
     *
     * @param definitionBytes the bytes that definitions take in it
     */
    void full(int capacity, int definitionBytes) {
        long size = definitionBytes > capacity / SMALL_PART ? 2L * capacity : capacity;
        next = (int) Math.min(size, largest);
    }
}
