/**
 * Shared parts of the usage stores: the order of batches, their sums, and the names of events. Start at {@link
 * io.github.licensing4j.core.store.BatchTotals}.
 */
@NullMarked
package io.github.licensing4j.core.store;

import org.jspecify.annotations.NullMarked;
