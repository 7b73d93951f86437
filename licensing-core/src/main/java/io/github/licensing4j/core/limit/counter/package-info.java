/**
 * The counters of limits in the memory of the process. A reader starts at {@link
 * io.github.licensing4j.core.limit.counter.InMemoryCounters}.
 */
@NullMarked
package io.github.licensing4j.core.limit.counter;

import org.jspecify.annotations.NullMarked;
