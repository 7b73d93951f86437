/**
 * Limits: reserve, then settle. A reader starts at {@link io.github.licensing4j.core.limit.Limits}, which folds over the {@link
 * io.github.licensing4j.core.limit.LimitRule}s of a plan. Each kind of limit has a package of its own; no kind is named here.
 *
 * <p>The arithmetic ({@code Periods}, {@code Proration}, {@code Units}) has no state; the state is in the stores behind the spi.
 */
@NullMarked
package io.github.licensing4j.core.limit;

import org.jspecify.annotations.NullMarked;
