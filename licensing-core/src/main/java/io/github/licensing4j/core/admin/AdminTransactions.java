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
import io.github.licensing4j.spi.LicenseStore;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out acts one after another: each is drafted from what is stored, stored as a whole together with its audit entries
 * and messages, taken in by this node, and then announced. When {@link #carryOut} returns, the act is in force here.
 */
final class AdminTransactions {
    private static final Logger log = LoggerFactory.getLogger(AdminTransactions.class);
    private static final int ATTEMPTS = 5;

    private final LicenseStore store;
    private final LicenseCache book;
    private final AuditChain chain;
    private final InstantSource clock;
    private final LicenseListener listener;
    private final WebhookMessages webhookMessages;
    private final ReentrantLock acting = new ReentrantLock();

    AdminTransactions(
            LicenseStore store,
            LicenseCache book,
            AuditChain chain,
            InstantSource clock,
            LicenseListener listener,
            WebhookMessages webhookMessages) {
        this.store = store;
        this.book = book;
        this.chain = chain;
        this.clock = clock;
        this.listener = listener;
        this.webhookMessages = webhookMessages;
    }

    LicenseStore store() {
        return store;
    }

    /** The generation of the store that this node has read up to. */
    long generation() {
        return book.generation();
    }

    /** Now, in whole milliseconds as it is stored. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Carries out one act.
     *
     * @param act drafts the act from what is stored; called again if that has changed meanwhile
     */
    <T> T carryOut(Function<PendingChange, T> act) {
        acting.lock();
        try {
            for (int attempt = 1; ; attempt++) {
                PendingChange pendingChange = new PendingChange(now());
                T result = act.apply(pendingChange);
                try {
                    store(pendingChange);
                    book.catchUp();
                    pendingChange.announcements().forEach(this::announce);
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
     * Stores tokens that a caller gets, beside all other acts: it waits for none of them, and none waits for it.
     *
     * @param act drafts what to store, tokens and the records that they depend on alone; called again if these have changed
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

    /** Does something between acts that no other act of this process may come into. */
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
        store.commit(pendingChange.change().build());
        chain.stored(entries);
        pendingChange.stored();
    }

    /** Another node was faster. A name that is taken stays taken; everything else is worth another attempt. */
    private void again(PendingChange pendingChange, StoreConflictException conflict, int attempt) {
        if (conflict.kind() == Kind.MARK) {
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
            // The next draft must see the revocation that another node has stored.
            book.catchUp();
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

    /** The end of the audit chain as this process knows it. */
    AuditChain.Head auditHead() {
        return exclusively(chain::head);
    }

    /** Writes the end of the audit chain beside its key, where a database that is replaced is found by it. */
    void keepAuditHead() {
        exclusively(() -> {
            chain.keepHead();
            return chain.head();
        });
    }

    /** The same after acts of other nodes, so that this node finds a database from before them too. */
    void keepAuditHeadsOfOthers() {
        exclusively(() -> {
            chain.keepHeadsOfOthers();
            return chain.head();
        });
    }

    /** Why the end of the audit chain is not kept beside its key, null if it is. */
    @Nullable
    String auditProblem() {
        return chain.problem();
    }

    /** Removes old audit entries. */
    long pruneAudit(Instant before) {
        return exclusively(() -> chain.prune(before, now()));
    }
}
