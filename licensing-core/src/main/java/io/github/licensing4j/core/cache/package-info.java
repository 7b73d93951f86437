/** Bounded maps: {@link io.github.licensing4j.core.cache.LruMap}. */
@NullMarked
package io.github.licensing4j.core.cache;

import org.jspecify.annotations.NullMarked;
