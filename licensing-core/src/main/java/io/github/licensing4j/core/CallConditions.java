package io.github.licensing4j.core;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.core.condition.Condition;
import io.github.licensing4j.core.condition.ConditionException;
import io.github.licensing4j.core.condition.ConditionInput;
import io.github.licensing4j.core.limit.LimitSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of the catalog for one call: one that must hold at its endpoint, and those that select the limits that count
 * it. Each is evaluated once for the caller, when the call is decided.
 */
final class CallConditions {
    private final @Nullable Condition endpoint;
    private final CalledEndpoint called;

    /** @param endpoint what must hold at the endpoint, null if nothing must */
    CallConditions(@Nullable Condition endpoint, CalledEndpoint called) {
        this.endpoint = endpoint;
        this.called = called;
    }

    /**
     * Returns whether the condition of the endpoint holds, true if there is none.
     *
     * @throws ConditionException if it cannot be evaluated
     */
    boolean holdAt(ConditionInput.Caller caller, long nowMillis) {
        return endpoint == null || endpoint.holds(new ConditionInput(called, caller, nowMillis));
    }

    /**
     * Returns the limits that count the call.
     *
     * @param conditions of the limits, by name
     * @throws ConditionException if one cannot be evaluated
     */
    LimitSet counting(LimitSet all, Map<String, Condition> conditions, ConditionInput.Caller caller, long nowMillis) {
        if (conditions.isEmpty()) {
            return all;
        }
        ConditionInput input = new ConditionInput(called, caller, nowMillis);
        Set<String> others = new HashSet<>();
        conditions.forEach((limit, condition) -> {
            if (!condition.holds(input)) {
                others.add(limit);
            }
        });
        return all.without(others);
    }
}
