/**
 * Stores that live as long as the process. A reader starts at {@link
 * io.github.licensing4j.core.store.memory.InMemoryStore}.
 */
@NullMarked
package io.github.licensing4j.core.store.memory;

import org.jspecify.annotations.NullMarked;
