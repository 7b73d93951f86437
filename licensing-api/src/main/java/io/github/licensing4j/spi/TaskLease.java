package io.github.licensing4j.spi;

import java.time.Instant;

/**
 * The right of one node to run a task.
 *
 * @param task the name of the task
 * @param holder the name of the node
 * @param term is raised each time that another node takes the lease; a store can refuse what a holder of an earlier term writes
 * @param until when the lease ends unless it is extended, by the clock of {@link TaskLeases}
 */
public record TaskLease(String task, String holder, long term, Instant until) {}
