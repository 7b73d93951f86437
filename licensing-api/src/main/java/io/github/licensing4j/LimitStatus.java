package io.github.licensing4j;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a limit at one instant, for one license.
 *
 * <p>Units are the meter's smallest.
 *
 * @param limit the limit
 * @param used units used or held: permits taken from the bucket, units of the period, units of the credit grants in
 *     force, calls in flight, seats that others cannot take
 * @param remaining units left before the limit refuses, including units carried into the period; 0 or more
 * @param resetsAt when the limit changes by itself: the bucket is full, the next period starts, the next credit grant
 *     lapses; null if only the end of other calls or a top-up helps
 * @param carried units of a quota that were carried into the period, on top of its amount; 0 for other limits
 * @param ownSeat the seat of the caller, null if it has none and for other limits than seats
 */
public record LimitStatus(
        Limit limit,
        long used,
        long remaining,
        @Nullable Instant resetsAt,
        long carried,
        @Nullable OwnSeat ownSeat) {

    /** Creates the status of a limit without carried units. */
    public LimitStatus(Limit limit, long used, long remaining, @Nullable Instant resetsAt) {
        this(limit, used, remaining, resetsAt, 0, null);
    }

    /** Creates the status of a quota. */
    public LimitStatus(Limit limit, long used, long remaining, @Nullable Instant resetsAt, long carried) {
        this(limit, used, remaining, resetsAt, carried, null);
    }
}
