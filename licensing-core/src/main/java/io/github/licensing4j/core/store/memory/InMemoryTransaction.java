package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects the changes of one transaction and applies them at its end, so that failed work changes nothing. Used under the
 * lock of a store.
 */
final class InMemoryTransaction {
    private final InMemoryUsageLedger ledger;
    private final List<Runnable> changes = new ArrayList<>();
    private boolean isUsed;
    private @Nullable RuntimeException refused;

    InMemoryTransaction(InMemoryUsageLedger ledger) {
        this.ledger = ledger;
    }

    /** Runs work and then applies its changes. */
    <W, T> T run(W transaction, Function<W, T> work) {
        T result = work.apply(transaction);
        if (refused != null) {
            throw refused;
        }
        changes.forEach(Runnable::run);
        return result;
    }

    /** Runs a method of the transaction that is called once; if it throws, the transaction fails. */
    <T> T once(Supplier<T> method) {
        try {
            if (isUsed) {
                throw new IllegalStateException("a transaction stores one batch or change");
            }
            isUsed = true;
            return method.get();
        } catch (RuntimeException e) {
            refused = refused == null ? e : refused;
            throw e;
        }
    }

    void atEnd(Runnable change) {
        changes.add(change);
    }

    void addMessages(List<StoredMessage> messages) {
        List<StoredMessage> added = List.copyOf(messages);
        atEnd(() -> ledger.storeMessages(added));
    }
}
