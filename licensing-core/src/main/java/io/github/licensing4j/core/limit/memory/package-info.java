/** Counts all kinds of limits in the memory of the process. A reader starts at {@link io.github.licensing4j.core.limit.memory.InMemoryCounters}. */
@NullMarked
package io.github.licensing4j.core.limit.memory;

import org.jspecify.annotations.NullMarked;
