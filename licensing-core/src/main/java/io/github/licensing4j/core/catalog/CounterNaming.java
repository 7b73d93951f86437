package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Limit;
import org.jspecify.annotations.Nullable;

/** Names the counters of limits. */
@FunctionalInterface
public interface CounterNaming {

    /** Returns the name that a limit is counted under: its own, or its first one. */
    String counterName(Limit limit);

    /** Returns when the counter of a limit replaced another one; null if it never did. Default: null. */
    default @Nullable LimitStart start(Limit limit) {
        return null;
    }

    /** Returns the same names without starts, to compare plans without adding earlier usage to counters. */
    default CounterNaming namesAlone() {
        return limit -> counterName(limit);
    }
}
