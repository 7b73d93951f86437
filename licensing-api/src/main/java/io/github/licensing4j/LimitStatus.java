package io.github.licensing4j;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A limit as it stands at one instant, for one license.
 *
 * @param limit the limit
 * @param used units used or held: permits out of the bucket, units of the period, calls in flight
 * @param remaining units left before the limit refuses; 0 or more
 * @param resetsAt when the limit is whole again: the bucket full, the next period; null where only the end of other calls helps
 */
public record LimitStatus(
        Limit limit, long used, long remaining, @Nullable Instant resetsAt) {}
