package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Limit;
import org.jspecify.annotations.Nullable;

/** Names the counters of limits. */
@FunctionalInterface
public interface CounterNaming {

    /** The name that a limit is counted under: its own, or the first one that it had. */
    String counterName(Limit limit);

    /** When the counter of a limit took the place of another one; null if it never did. Default: null. */
    default @Nullable LimitStart start(Limit limit) {
        return null;
    }

    /** The same names without starts, for comparing plans without adding earlier use to counters. */
    default CounterNaming namesAlone() {
        return limit -> counterName(limit);
    }
}
