/**
 * Contains what counters of all kinds of limits share: one object for each license, eviction, and first counts from the
 * ledger. A reader starts at {@link io.github.licensing4j.core.limit.counter.CounterMemory}.
 */
@NullMarked
package io.github.licensing4j.core.limit.counter;

import org.jspecify.annotations.NullMarked;
