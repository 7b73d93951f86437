/**
 * Leases slices of quotas for the counters of this node, where nodes share a store. A reader starts at {@link
 * io.github.licensing4j.core.limit.lease.NodeLeases}.
 */
@NullMarked
package io.github.licensing4j.core.limit.lease;

import org.jspecify.annotations.NullMarked;
