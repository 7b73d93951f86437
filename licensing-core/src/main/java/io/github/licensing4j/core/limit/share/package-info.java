/**
 * Enforces the share of one node where nodes count rates and calls in flight each by itself. A reader starts at {@link
 * io.github.licensing4j.core.limit.share.RateShares}.
 */
@NullMarked
package io.github.licensing4j.core.limit.share;

import org.jspecify.annotations.NullMarked;
