package io.github.licensing4j.spi;

import java.time.Instant;

/**
 * A process that has the name of a node.
 *
 * @param name the name of the node
 * @param process the unique name of the process
 * @param startedAt when it claimed the name
 * @param seenAt when it last confirmed that it runs
 */
public record NodeRecord(String name, String process, Instant startedAt, Instant seenAt) {}
