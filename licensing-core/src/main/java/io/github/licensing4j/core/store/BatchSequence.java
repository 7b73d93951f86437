package io.github.licensing4j.core.store;

import io.github.licensing4j.spi.UsageBatch;

/** Checks that a batch directly follows the last one stored for its source. */
public final class BatchSequence {
    private BatchSequence() {}

    /**
     * Returns whether a batch is the next one of its source.
     *
     * @param position the number of the last entry in the ledger, 0 for none
     * @return false if all of it is in the ledger
     * @throws IllegalArgumentException if a part of it is in the ledger, or something before it is not
     */
    public static boolean isNext(UsageBatch batch, long position) {
        if (batch.upToSeq() <= position) {
            return false;
        }
        if (batch.afterSeq() != position) {
            throw new IllegalArgumentException("entries " + (batch.afterSeq() + 1) + " to " + batch.upToSeq()
                    + " of node '" + batch.source().node() + "', epoch "
                    + batch.source().epoch()
                    + ", cannot be added: the ledger holds those up to " + position
                    + ", so those from " + (position + 1) + " were expected");
        }
        return true;
    }
}
