package io.github.licensing4j.core.usage;

import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes batches to the ledger.
 *
 * @param ledger the usage ledger
 * @param renderer renders notifications of the counters that a batch changes
 */
record LedgerWriter(UsageLedger ledger, Usage.MessageRenderer renderer) {

    /**
     * Adds a batch; returns false if the ledger already holds it.
     *
     * @throws IllegalArgumentException if the ledger rejects the batch; never because of a notification
     */
    boolean commit(UsageBatch batch) {
        Function<List<CounterChange>, List<StoredMessage>> messages = render(renderer::about, batch.counters());
        return ledger.write(transaction -> {
            Optional<List<CounterChange>> changes = transaction.add(batch);
            changes.ifPresent(found -> transaction.addMessages(render(messages, found)));
            return changes.isPresent();
        });
    }

    private static <T, R> R render(Function<T, R> renderer, T counters) {
        try {
            return renderer.apply(counters);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "the notifications of changed counters cannot be rendered: " + e.getMessage(), e);
        }
    }

    long position(UsageSource source) {
        return ledger.position(source);
    }
}
