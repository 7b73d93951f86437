package io.github.licensing4j.spi;

/**
 * The timeline of the database that has the leases. Its number rises when the database may have lost commits: after a failover, a
 * restore or a restart.
 *
 * @param number the number of the timeline
 * @param mark the mark of the node, which its next check passes; 0 if the node is not registered
 * @param isConfirmed whether the node has confirmed this timeline, so that nothing of it is missing
 */
public record LeaseTimeline(long number, long mark, boolean isConfirmed) {

    /** The timeline of a store that loses nothing. */
    static final LeaseTimeline ONLY = new LeaseTimeline(1, 1, true);

    /**
     * The timeline and mark that a node has last read.
     *
     * @param number the timeline that it has confirmed, 0 if none
     * @param mark its mark, 0 if it has none
     */
    public record Seen(long number, long mark) {}
}
