/**
 * What every store of usage does alike: how batches follow one another, what they add up to, and how events are named. A
 * reader starts at {@link io.github.licensing4j.core.store.Tally}.
 */
@NullMarked
package io.github.licensing4j.core.store;

import org.jspecify.annotations.NullMarked;
