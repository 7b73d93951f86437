package io.github.licensing4j.core.limit;

import io.github.licensing4j.Outcome;

/** Records the usage of a call before anything is counted. */
@FunctionalInterface
public interface UsageSink {

    /** Called exactly once for a call that has ended. When it throws, the call is counted all the same. */
    void record(CallUsage use, Outcome outcome);

    /** Discards usage. */
    static UsageSink none() {
        return (use, outcome) -> {};
    }
}
