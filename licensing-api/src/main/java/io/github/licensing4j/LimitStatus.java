package io.github.licensing4j;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A limit as it stands at one instant, for one license.
 *
 * <p>Units are the meter's smallest.
 *
 * @param limit the limit
 * @param used units used or held: permits out of the bucket, units of the period, units of the credit grants in force, calls
 *     in flight
 * @param remaining units left before the limit refuses, what was carried into the period included; 0 or more
 * @param resetsAt when the limit is another: the bucket full, the next period, the next credit grant lapsing; null where only
 *     the end of other calls or a top-up helps
 * @param carried units of a quota that were carried into the period, on top of its amount; 0 for other limits
 */
public record LimitStatus(
        Limit limit, long used, long remaining, @Nullable Instant resetsAt, long carried) {

    /** A limit into which nothing was carried. */
    public LimitStatus(Limit limit, long used, long remaining, @Nullable Instant resetsAt) {
        this(limit, used, remaining, resetsAt, 0);
    }
}
