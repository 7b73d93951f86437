package io.github.licensing4j;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A limit as it stands at one instant, for one license.
 *
 * @param limit the limit
 * <p>Units are the meter's smallest.
 *
 * @param used units used or held: permits out of the bucket, units of the period, units of the credit grants in force, calls
 *     in flight
 * @param remaining units left before the limit refuses, what was carried into the period included; 0 or more
 * @param resetsAt when the limit is another: the bucket full, the next period, the next credit grant lapsing; null where only
 *     the end of other calls or a top-up helps
 */
public record LimitStatus(
        Limit limit, long used, long remaining, @Nullable Instant resetsAt) {}
