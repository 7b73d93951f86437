package io.github.licensing4j.spi;

import java.time.Instant;

/**
 * Remembers the proofs of possession that were used, so that each is accepted once (RFC 9449 §11.1), by all nodes that share the store.
 * It stores digests, never a proof. Safe for use by many threads and nodes.
 *
 * <p>Each node remembers the proofs that it has accepted in its memory as well, and bounds their number there, by key and in all: a proof
 * that it knows does not reach the store. While the store does not answer, the node follows {@code licensing.outage.replay}, and uses a
 * mark with the key {@code probe} once a second until it answers.
 */
public interface ReplayStore {

    /**
     * Marks a proof as used, in one atomic step: of several threads and nodes that use the same mark, exactly one gets {@link
     * ReplayResult#FIRST}. From {@link ReplayMark#until} on, the mark can be used again.
     *
     * @throws StoreException if the store does not answer; the outcome is unknown, and the proof is not accepted. It must not wait without
     *     a bound
     */
    ReplayResult use(ReplayMark mark);

    /**
     * Removes marks that ended before an instant. Called from time to time by one node. Default: does nothing, for stores that remove them
     * by themselves.
     *
     * @throws StoreException if the store does not answer
     */
    default void expire(Instant before) {}
}
