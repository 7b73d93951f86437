package io.github.licensing4j.spi;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Stores the durable data of the engine: licenses, credentials, revocations, credits, usage, the audit log and messages. It
 * has one part for each, and one method, {@link #write}, that changes several parts in one transaction; that is why the
 * parts of one store are of one database. The engine caches what it has read and follows {@link #feed}; a call waits for
 * the store only when its license or key is not cached. Safe for use by many threads.
 *
 * <p>Each part is the same object at every call and stays usable until the store is closed.
 */
public interface Store extends AutoCloseable {
    /** Returns the licenses. */
    LicenseStore licenses();

    /** Returns the API keys and tokens. */
    CredentialStore credentials();

    /** Returns the revocations. */
    RevocationStore revocations();

    /** Returns the credit grants. */
    CreditStore credits();

    /** Returns the results of requests with an idempotency key. */
    IdempotencyStore requests();

    /** Returns the feed of changes. */
    ChangeFeed feed();

    /** Returns the audit log to which changes are added. */
    AuditLog audit();

    /** Returns the messages that wait for delivery. */
    Outbox outbox();

    /** Returns the usage ledger. Default: {@link UsageLedger#none}. */
    default UsageLedger usage() {
        return UsageLedger.none();
    }

    /** Returns the leases of quotas that nodes share. Default: {@link QuotaLeases#none}. */
    default QuotaLeases leases() {
        return QuotaLeases.none();
    }

    /** Returns the store of billing terms. Default: {@link TermsStore#none}. */
    default TermsStore terms() {
        return TermsStore.none();
    }

    /**
     * Returns the leases of tasks that one of the nodes that share this store runs at a time. Default: {@link
     * TaskLeases#local}.
     */
    default TaskLeases taskLeases() {
        return TaskLeases.local();
    }

    /** Returns the used proofs of possession. Default: empty, and each node remembers them in its memory. */
    default Optional<ReplayStore> replays() {
        return Optional.empty();
    }

    /**
     * Returns the holders of seats. Default: empty, and each node counts in its memory the seats that it has granted itself.
     */
    default Optional<SeatStore> seats() {
        return Optional.empty();
    }

    /** Returns the figures over time. Default: empty, and there are none. */
    default Optional<InsightStore> insights() {
        return Optional.empty();
    }

    /** Returns the signals. Default: empty, and there are none. */
    default Optional<SignalStore> signals() {
        return Optional.empty();
    }

    /** Returns the nodes that share this store. Default: {@link NodeRegistry#local}. */
    default NodeRegistry nodes() {
        return NodeRegistry.local();
    }

    /**
     * Runs work in one transaction: all that it stores is stored, or nothing. When this returns, it survives the death of
     * the process.
     *
     * @param work stores a change, and messages about the counters that its corrections change. It is called again after a serialization
     *     failure, so it must have no other effect, and it must not read the store, which may
     *     be locked
     * @return the result of the work
     */
    <T> T write(Function<StoreTransaction, T> work);

    /**
     * Stores a change in a transaction of its own.
     *
     * @return the generation of the change, see {@link StoredChange#generation}
     * @throws StoreConflictException as {@link StoreTransaction#store} does
     */
    default long commit(StoreChange change) {
        return write(transaction -> transaction.store(change)).generation();
    }

    /**
     * Removes expired data: tokens and refresh tokens, families of refresh tokens of which none is left, idempotency
     * records, holders of seats that need not be remembered any more, export events that were accepted 7 days before, and leases of quotas whose period ended and one more of the same length
     * has passed, each as of before an instant; and of the feed all but its latest changes. It removes only whole changes of the feed.
     */
    void expire(Instant before);

    /**
     * Returns whether only this process can change the store, so that cached data is never stale, even while the store
     * is unavailable. Default: false.
     */
    default boolean isLocal() {
        return false;
    }

    @Override
    default void close() {}
}
