package io.github.licensing4j.core.usage;

import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageSource;
import java.util.List;
import java.util.function.Function;

/**
 * The way into the ledger.
 *
 * @param ledger where usage is added up
 * @param wording words what others are told of counters that are about to move
 */
record LedgerWriter(UsageLedger ledger, Usage.Wording wording) {

    /**
     * Adds a batch; false if the ledger has it already.
     *
     * @throws IllegalArgumentException if the ledger refuses it; never for what goes wrong with the words
     */
    boolean commit(UsageBatch batch) {
        Function<List<CounterChange>, List<StoredMessage>> messages = render(wording::about, batch.counters());
        return ledger.commit(batch, moves -> render(messages, moves));
    }

    private static <T, R> R render(Function<T, R> words, T what) {
        try {
            return words.apply(what);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("counters that move cannot be put into words: " + e.getMessage(), e);
        }
    }

    long position(UsageSource source) {
        return ledger.position(source);
    }
}
