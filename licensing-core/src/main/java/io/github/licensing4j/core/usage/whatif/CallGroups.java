package io.github.licensing4j.core.usage.whatif;

import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageTotal;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Joins the totals of the meters of the same calls, which follow each other. For one thread. */
public final class CallGroups {
    private final Consumer<ReplayedCalls> receiver;
    private Map<UsageDimension, String> keys = Map.of();
    private @Nullable ReplayedCalls open;

    /** @param receiver receives the calls in the order of hours */
    public CallGroups(Consumer<ReplayedCalls> receiver) {
        this.receiver = receiver;
    }

    /** Adds a total that is grouped by {@link ReplayedCalls#KEYS}, in the order of the ledger. */
    public void add(UsageTotal total) {
        ReplayedCalls calls = open;
        if (calls == null || !total.keys().equals(keys)) {
            end();
            keys = total.keys();
            calls = ReplayedCalls.of(keys);
        }
        open = calls.with(total);
    }

    /** Passes on the last calls. */
    public void end() {
        ReplayedCalls calls = open;
        open = null;
        if (calls != null) {
            receiver.accept(calls);
        }
    }
}
