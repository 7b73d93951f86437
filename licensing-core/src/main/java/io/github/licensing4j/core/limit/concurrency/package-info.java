/** Concurrency limits: calls in flight. A reader starts at {@link io.github.licensing4j.core.limit.concurrency.CallsInFlight}. */
@NullMarked
package io.github.licensing4j.core.limit.concurrency;

import org.jspecify.annotations.NullMarked;
