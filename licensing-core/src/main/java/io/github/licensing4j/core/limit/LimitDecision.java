package io.github.licensing4j.core.limit;

import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.RefusalCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of reserving the limits of a call: a {@link LimitHold}, or a refusal that holds nothing. */
public sealed interface LimitDecision permits LimitHold, LimitDecision.Exceeded, LimitDecision.Unavailable {

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
