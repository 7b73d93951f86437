package io.github.licensing4j.core.usage.journal;

/**
 * The calls of one run of this node that are on disk.
 *
 * @param epoch the run
 * @param firstSeq the number of its first call on disk; above 1 where segments were released
 * @param lastSeq the number of its last call; one below the first if there is none
 */
public record EpochRange(long epoch, long firstSeq, long lastSeq) {}
