package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import java.util.List;

/**
 * Stores a change and the messages about it, in one open transaction. Only the thread that runs the work may use it, and
 * only until the work returns. If one of its methods throws, the transaction is rolled back, even if the work catches the
 * exception.
 */
public interface StoreTransaction {
    /**
     * Stores a change. A transaction stores one.
     *
     * @throws StoreConflictException if a revision is not the one after the stored one, a name is taken, or a record
     *     that the change depends on has changed
     * @throws IllegalStateException if this transaction has stored a change
     */
    StoredChange store(StoreChange change);

    /**
     * Returns the holders of seats, to change them in this transaction. Changed before {@link #store}, they are in the feed with its
     * change, as a change of their license. They are locked until the end of the transaction.
     *
     * @throws UnsupportedOperationException if the store has no seats, as by default
     */
    default SeatStore seats() {
        throw new UnsupportedOperationException("this store has no seats");
    }

    /**
     * Notes that the seats of a license were changed in a store apart from this one. Called before {@link #store}, it adds a change of the
     * license to the feed, so that nodes request its seats again.
     *
     * @throws UnsupportedOperationException if the store cannot, as by default
     */
    default void seatsChanged(LicenseId license) {
        throw new UnsupportedOperationException("this store has no feed entry for seats of another store");
    }

    /**
     * Stores changes of signals.
     *
     * @throws UnsupportedOperationException if the store has no signals, as by default
     */
    default void change(List<SignalChange> signals) {
        throw new UnsupportedOperationException("this store has no signals");
    }

    /** Adds usage messages to the outbox, without those whose ids were stored by such a transaction before. */
    void addMessages(List<StoredMessage> messages);
}
