package io.github.licensing4j.core.limit;

import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.RefusalCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the limits say to a call. */
public sealed interface LimitDecision {

    /**
     * Everything the call may use is held.
     *
     * @param statuses every limit looked at, in catalog order, this call counted
     * @param notices what the caller should know
     * @param hold what is held
     */
    record Reserved(List<LimitStatus> statuses, List<String> notices, LimitHold hold) implements LimitDecision {}

    /**
     * A limit refused; nothing is held.
     *
     * @param code which kind of limit
     * @param refused the limit
     * @param all every limit that applies to the call, this one included, in catalog order, this call not counted
     * @param retryAt when the same call may pass, null where waiting does not help
     */
    record Exceeded(
            RefusalCode code,
            LimitStatus refused,
            List<LimitStatus> all,
            @Nullable Instant retryAt) implements LimitDecision {}

    /**
     * A store could not say; nothing is held.
     *
     * @param reason for operators
     */
    record Unavailable(String reason) implements LimitDecision {}
}
