package io.github.licensing4j.core.limit;

import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.RefusalCode;

/**
 * The limit that refused a call.
 *
 * @param code the code of its kind
 * @param status the limit as it was then
 * @param fitsAtMillis when it lets the call through, in epoch milliseconds, {@link LimitRule#NOW} or {@link LimitRule#NEVER}
 */
public record LimitRefusal(RefusalCode code, LimitStatus status, long fitsAtMillis) {}
