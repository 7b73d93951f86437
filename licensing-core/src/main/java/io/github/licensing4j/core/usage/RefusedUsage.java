package io.github.licensing4j.core.usage;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.spi.UsageBatch;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the calls that a ledger cannot add up, because a sum would be more than it holds. They are left out, so that the usage
 * of everybody else goes on: never inflated, and said. Safe for use by many threads.
 */
final class RefusedUsage {
    private static final Logger log = LoggerFactory.getLogger(RefusedUsage.class);

    private final AtomicLong calls = new AtomicLong();

    /** The same stretch of a source with nothing in it. */
    UsageBatch without(UsageBatch refused, long refusedCalls, IllegalArgumentException why) {
        if (calls.getAndAdd(refusedCalls) == 0) {
            log.error(
                    "The usage ledger cannot add up calls {} to {} of {}; they are left out",
                    refused.afterSeq() + 1,
                    refused.upToSeq(),
                    refused.source(),
                    why);
        }
        return new UsageBatch(refused.source(), refused.afterSeq(), refused.upToSeq(), List.of(), List.of());
    }

    /** What operators should know; nothing if no call was left out. */
    List<Health.Component> health() {
        long left = calls.get();
        return left == 0
                ? List.of()
                : List.of(new Health.Component(
                        "usage-ledger",
                        Status.DEGRADED,
                        left + " calls are not in the ledger, because a sum would be more than it holds"));
    }
}
