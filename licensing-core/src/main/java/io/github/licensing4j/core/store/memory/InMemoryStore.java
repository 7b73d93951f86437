package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.store.ComposedStore;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.IdempotencyRecord;
import io.github.licensing4j.spi.InsightStore;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.spi.SignalChange;
import io.github.licensing4j.spi.SignalStore;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreTransaction;
import io.github.licensing4j.spi.StoredChange;
import io.github.licensing4j.spi.StoredMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
    private final InMemorySeats seats = InMemorySeats.under(lock);
    private final InMemoryAuditLog audit = new InMemoryAuditLog();
    private final InMemoryOutbox outbox = new InMemoryOutbox();
    private final InMemoryUsageLedger usage = new InMemoryUsageLedger(lock, outbox);
    private final InMemoryTermsStore terms = new InMemoryTermsStore();
    private final InMemoryInsights insights = new InMemoryInsights(lock, usage, terms);
    private final InMemorySignals signals = new InMemorySignals(lock);
    private final Map<String, IdempotencyRecord> replays = new HashMap<>();
    private final Parts parts =
            new Parts(licenses, credentials, revocations, credits, this::replay, feed, audit, outbox, usage, terms);

    @Override
    protected Parts parts() {
        return parts;
    }

    private Optional<IdempotencyRecord> replay(String key, Instant now) {
        return lock.locked(() -> Optional.ofNullable(replays.get(key))
                .filter(replay -> replay.until().isAfter(now)));
    }

    @Override
    public Optional<SeatStore> seats() {
        return Optional.of(seats);
    }

    @Override
    public Optional<InsightStore> insights() {
        return Optional.of(insights);
    }

    @Override
    public Optional<SignalStore> signals() {
        return Optional.of(signals);
    }

    @Override
    public <T> T write(Function<StoreTransaction, T> work) {
        Writing writing = new Writing();
        T result = lock.locked(() -> writing.run(work));
        // Outside the lock, because the listener reads this store.
        if (writing.isOrdered) {
            feed.changed();
        }
        return result;
    }

    private final class Writing implements StoreTransaction {
        private final InMemoryTransaction transaction = new InMemoryTransaction(usage);
        private final List<LicenseId> seated = new ArrayList<>();
        private final InMemorySeats.InTransaction seatChanges = seats.new InTransaction(seated);
        private boolean isOrdered;

        <T> T run(Function<StoreTransaction, T> work) {
            try {
                return transaction.run(this, work);
            } catch (RuntimeException e) {
                seatChanges.rollBack();
                throw e;
            }
        }

        @Override
        public SeatStore seats() {
            return seatChanges;
        }

        @Override
        public void seatsChanged(LicenseId license) {
            seated.add(license);
        }

        @Override
        public StoredChange store(StoreChange change) {
            return transaction.once(() -> {
                check(change);
                isOrdered = !change.isUnordered();
                List<CounterChange> counters = usage.enter(change.corrections(), transaction);
                transaction.atEnd(() -> apply(change, seated));
                return new StoredChange(feed.generationOf(change, seated), counters);
            });
        }

        @Override
        public void change(List<SignalChange> changes) {
            changes.forEach(signals::check);
            transaction.atEnd(() -> changes.forEach(signals::apply));
        }

        @Override
        public void addMessages(List<StoredMessage> messages) {
            transaction.addMessages(messages);
        }
    }

    private void apply(StoreChange change, List<LicenseId> seated) {
        change.licenses().forEach(licenses::put);
        credentials.put(change);
        revocations.put(change);
        change.grants().forEach(credits::put);
        change.grants().forEach(usage::granted);
        change.idempotencyRecord().ifPresent(replay -> replays.put(replay.key(), replay));
        change.audit().forEach(audit::append);
        change.messages().forEach(outbox::add);
        feed.add(change, seated);
    }

    /** Checks every possible conflict before anything is stored. */
    private void check(StoreChange change) {
        licenses.check(change.licenses());
        credentials.check(change);
        change.dependencies().forEach(dependencies::check);
        audit.check(change.audit());
        credits.check(change.grants());
        change.idempotencyRecord().ifPresent(replay -> {
            IdempotencyRecord before = replays.get(replay.key());
            if (before != null && before.until().isAfter(replay.at())) {
                throw new StoreConflictException(StoreConflictException.Kind.IDEMPOTENCY_KEY, replay.key());
            }
        });
    }

    @Override
    public void expire(Instant before) {
        lock.locked(() -> {
            credentials.expire(before);
            revocations.expire(before, credentials.families());
            seats.expire(before);
            return replays.values().removeIf(replay -> replay.until().isBefore(before));
        });
    }

    @Override
    public boolean isLocal() {
        return true;
    }
}
