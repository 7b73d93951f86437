/**
 * Reserves and settles the limits of calls. A reader starts at {@link io.github.licensing4j.core.limit.Limits}, which reserves
 * over the {@link io.github.licensing4j.core.limit.LimitRule}s of a plan. Each kind of limit has a package of its own.
 *
 * <p>Quotas and credits appear in this package too, because their claims depend on the license and its periods, and not on
 * the plan alone: {@code ReservationRequest} and {@code ReservationRequestBuilder} hold them, {@code CallUsage} has their counters for
 * the journal, and {@code Proration} computes the amounts of quotas.
 *
 * <p>The arithmetic ({@code Periods}, {@code Proration}, {@code Units}) has no state; the state is in the stores behind the spi.
 */
@NullMarked
package io.github.licensing4j.core.limit;

import org.jspecify.annotations.NullMarked;
