/**
 * Limits: reserve, then settle. A reader starts at {@link io.github.licensing4j.core.limit.Limits}.
 *
 * <p>The arithmetic ({@code Periods}, {@code Proration}, {@code QuotaLevels}, {@code Credits}, {@code Units}) holds no state; the state is in the stores behind the spi.
 */
@NullMarked
package io.github.licensing4j.core.limit;

import org.jspecify.annotations.NullMarked;
