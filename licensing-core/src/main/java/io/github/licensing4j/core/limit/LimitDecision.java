package io.github.licensing4j.core.limit;

import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.RefusalCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of a reservation: every limit is held, one limit was exceeded, or a store is unavailable. */
public sealed interface LimitDecision {

    /**
     * Every limit holds the units that the call requests.
     *
     * @param statuses every limit that applies to the call, in catalog order, this call counted
     * @param notices notices for the caller, such as {@code over-soft-limit}
     * @param hold the held units
     */
    record Reserved(List<LimitStatus> statuses, List<String> notices, LimitHold hold) implements LimitDecision {}

    /**
     * One limit was exceeded; nothing is held.
     *
     * @param code the refusal code of the kind of limit
     * @param refused the exceeded limit
     * @param all every limit that applies to the call, this one included, in catalog order, this call not counted
     * @param retryAt when the same call may pass, null where waiting does not help
     */
    record Exceeded(
            RefusalCode code,
            LimitStatus refused,
            List<LimitStatus> all,
            @Nullable Instant retryAt) implements LimitDecision {}

    /**
     * A store is unavailable; nothing is held.
     *
     * @param reason for operators
     */
    record Unavailable(String reason) implements LimitDecision {}
}
