package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.core.admin.PendingChange.Announcement;
import io.github.licensing4j.core.audit.AuditChain;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.LicenseEvent;
import io.github.licensing4j.spi.LicenseListener;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.spi.SignalListener;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import io.github.licensing4j.spi.StoredChange;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes changes one after another: each is prepared from the stored state, stored as a whole together with its audit
 * entries and messages, applied by this node, and then announced. When {@link #carryOut} returns, the change is in
 * effect here.
 */
final class AdminTransactions {
    private static final Logger log = LoggerFactory.getLogger(AdminTransactions.class);
    private static final int ATTEMPTS = 5;

    private final Store store;
    private final Optional<SeatStore> seatsOfHost;
    private final LicenseCache cache;
    private final AuditChain chain;
    private final InstantSource clock;
    private final LicenseListener listener;
    private final SignalListener signalListener;
    private final WebhookMessages webhookMessages;
    private final ReentrantLock acting = new ReentrantLock();

    AdminTransactions(
            Store store,
            Optional<SeatStore> seatsOfHost,
            LicenseCache cache,
            AuditChain chain,
            InstantSource clock,
            LicenseListener listener,
            SignalListener signalListener,
            WebhookMessages webhookMessages) {
        this.store = store;
        this.seatsOfHost = seatsOfHost;
        this.cache = cache;
        this.chain = chain;
        this.clock = clock;
        this.listener = listener;
        this.signalListener = signalListener;
        this.webhookMessages = webhookMessages;
    }

    Store store() {
        return store;
    }

    /** Returns the store of seats of the host, empty where seats are in the license store. */
    Optional<SeatStore> seatsOfHost() {
        return seatsOfHost;
    }

    /** Returns the holders of seats, empty if they are not stored. */
    Optional<SeatStore> seats() {
        return seatsOfHost.or(store::seats);
    }

    /** Returns the generation of the store up to which this node has read. */
    long generation() {
        return cache.generation();
    }

    /** Returns the current instant in whole milliseconds, as it is stored. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Executes one change.
     *
     * @param act prepares the change from the stored state; called again if that has changed meanwhile
     */
    <T> T carryOut(Function<PendingChange, T> act) {
        acting.lock();
        try {
            for (int attempt = 1; ; attempt++) {
                PendingChange pendingChange = new PendingChange(now());
                T result = act.apply(pendingChange);
                try {
                    store(pendingChange);
                    cache.catchUp();
                    pendingChange.announcements().forEach(this::announce);
                    pendingChange.signalEvents().forEach(this::announce);
                    return result;
                } catch (StoreConflictException e) {
                    again(pendingChange, e, attempt);
                }
            }
        } finally {
            acting.unlock();
        }
    }

    /**
     * Stores tokens for a caller, without ordering: it waits for no other change, and none waits for it.
     *
     * @param act prepares the tokens and the records that they depend on; called again if these have changed
     */
    <T> T carryOutUnordered(Function<PendingChange, T> act) {
        for (int attempt = 1; ; attempt++) {
            PendingChange pendingChange = new PendingChange(now());
            T result = act.apply(pendingChange);
            try {
                if (!pendingChange.isEmpty()) {
                    store.commit(pendingChange.change().build());
                    pendingChange.stored();
                }
                return result;
            } catch (StoreConflictException e) {
                again(pendingChange, e, attempt);
            }
        }
    }

    /** Runs work while no change of this process runs. */
    <T> T exclusively(Supplier<T> work) {
        acting.lock();
        try {
            return work.get();
        } finally {
            acting.unlock();
        }
    }

    private void store(PendingChange pendingChange) {
        if (pendingChange.isEmpty()) {
            return;
        }
        List<AuditEntry> entries = chain.next(pendingChange.acts(), pendingChange.now());
        pendingChange.change().audit(entries);
        pendingChange
                .announcements()
                .forEach(announcement ->
                        webhookMessages.of(announcement, pendingChange.now()).forEach(pendingChange.change()::message));
        pendingChange
                .signalEvents()
                .forEach(event ->
                        webhookMessages.of(event, pendingChange.now()).forEach(pendingChange.change()::message));
        StoredChange unused = store.write(pendingChange::storeIn);
        chain.stored(entries);
        pendingChange.stored();
    }

    /**
     * Decides whether a conflict with another node is retried. A unique name that is taken stays taken; everything else
     * is retried.
     */
    private void again(PendingChange pendingChange, StoreConflictException conflict, int attempt) {
        if (conflict.kind() == Kind.UNIQUE_KEY) {
            throw pendingChange.taken(conflict.id());
        }
        if (attempt == ATTEMPTS) {
            throw new ConflictException(
                    ConflictException.Kind.BUSY,
                    "it was changed by others " + ATTEMPTS + " times in a row; try again: " + conflict.getMessage());
        }
        if (conflict.kind() == Kind.AUDIT) {
            chain.takeUp();
        } else if (conflict.kind() == Kind.DEPENDENCY) {
            // The next attempt must see the revocation that another node has stored.
            cache.catchUp();
        }
    }

    private void announce(Announcement announcement) {
        EffectiveLicense effectiveLicense = EffectiveLicense.at(announcement.license(), announcement.at());
        LicenseEvent event = new LicenseEvent(
                announcement.topic(),
                announcement.at(),
                LicenseEvaluator.shown(announcement.license(), effectiveLicense));
        try {
            listener.changed(event);
        } catch (RuntimeException e) {
            log.warn(
                    "A license listener failed on {} of {}",
                    event.topic(),
                    event.license().id().value(),
                    e);
        }
    }

    private void announce(SignalEvent event) {
        try {
            signalListener.changed(event.signal());
        } catch (RuntimeException e) {
            log.warn("A signal listener failed on {}", event.signal().id(), e);
        }
    }

    /** Returns the end of the audit chain as this process last wrote it. */
    AuditChain.Head auditHead() {
        return exclusively(chain::head);
    }

    /** Writes the end of the audit chain beside its key, to detect a replaced database. */
    void keepAuditHead() {
        exclusively(() -> {
            chain.keepHead();
            return chain.head();
        });
    }

    /** Writes it after changes of other nodes too, so that this node also detects a database from before them. */
    void keepAuditHeadsOfOthers() {
        exclusively(() -> {
            chain.keepHeadsOfOthers();
            return chain.head();
        });
    }

    /** Returns why the end of the audit chain cannot be written beside its key, null if it can. */
    @Nullable
    String auditProblem() {
        return chain.problem();
    }

    /** Removes old audit entries. */
    long pruneAudit(Instant before) {
        return exclusively(() -> chain.prune(before, now()));
    }
}
