/** Finds signals of misuse and of opportunities in what the store has recorded. */
@NullMarked
package io.github.licensing4j.core.insight.signal;

import org.jspecify.annotations.NullMarked;
