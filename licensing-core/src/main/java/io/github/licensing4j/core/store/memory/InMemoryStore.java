package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.core.store.ComposedStore;
import io.github.licensing4j.spi.IdempotencyRecord;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Stores licenses, keys, tokens and revocations in memory. One lock guards them all: it is taken when a license is
 * loaded and by management, not by every call.
 */
public final class InMemoryStore extends ComposedStore {
    private final StoreLock lock = new StoreLock();
    private final InMemoryLicenseStore licenses = new InMemoryLicenseStore(lock);
    private final InMemoryCredentialStore credentials = new InMemoryCredentialStore(lock);
    private final InMemoryChangeFeed feed = new InMemoryChangeFeed(lock);
    private final InMemoryRevocationStore revocations = new InMemoryRevocationStore(lock, credentials, feed);
    private final InMemoryCreditStore credits = new InMemoryCreditStore(lock);
    private final DependencyCheck dependencies = new DependencyCheck(licenses, credentials, revocations);
    private final InMemoryAuditLog audit = new InMemoryAuditLog();
    private final InMemoryOutbox outbox = new InMemoryOutbox();
    private final InMemoryUsageLedger usage = new InMemoryUsageLedger(lock, outbox);
    private final Map<String, IdempotencyRecord> replays = new HashMap<>();
    private final Parts parts = new Parts(
            licenses,
            credentials,
            revocations,
            credits,
            this::replay,
            feed,
            audit,
            outbox,
            usage,
            new InMemoryTermsStore());

    @Override
    protected Parts parts() {
        return parts;
    }

    private Optional<IdempotencyRecord> replay(String key, Instant now) {
        return lock.locked(() -> Optional.ofNullable(replays.get(key))
                .filter(replay -> replay.until().isAfter(now)));
    }

    @Override
    public long commit(StoreChange change) {
        long generation = stored(change);
        // Outside the lock, because the listener reads this store.
        if (!change.isUnordered()) {
            feed.changed();
        }
        return generation;
    }

    private long stored(StoreChange change) {
        return lock.locked(() -> {
            check(change);
            Runnable corrections = usage.entering(change.corrections(), change.notifications());
            change.licenses().forEach(license -> licenses.put(license, change.storedStates()));
            credentials.put(change);
            revocations.put(change);
            change.grants().forEach(credits::put);
            change.grants().forEach(usage::granted);
            corrections.run();
            change.replay().ifPresent(replay -> replays.put(replay.key(), replay));
            change.audit().forEach(audit::append);
            change.messages().forEach(outbox::add);
            return feed.add(change);
        });
    }

    /** Checks every possible conflict before anything is stored. */
    private void check(StoreChange change) {
        licenses.check(change.licenses());
        credentials.check(change);
        change.dependencies().forEach(dependencies::check);
        audit.check(change.audit());
        credits.check(change.grants());
        change.replay().ifPresent(replay -> {
            IdempotencyRecord before = replays.get(replay.key());
            if (before != null && before.until().isAfter(replay.at())) {
                throw new StoreConflictException(StoreConflictException.Kind.REPLAY, replay.key());
            }
        });
    }

    @Override
    public void expire(Instant before) {
        lock.locked(() -> {
            credentials.expire(before);
            revocations.expire(before, credentials.families());
            return replays.values().removeIf(replay -> replay.until().isBefore(before));
        });
    }

    @Override
    public boolean isLocal() {
        return true;
    }
}
