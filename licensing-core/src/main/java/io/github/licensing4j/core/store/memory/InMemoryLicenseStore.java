package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.AuditLog;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.IdempotencyRecord;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.LicenseStore;
import io.github.licensing4j.spi.Outbox;
import io.github.licensing4j.spi.Page;
import io.github.licensing4j.spi.RefreshTokenRecord;
import io.github.licensing4j.spi.Revoked;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreDependency;
import io.github.licensing4j.spi.StoreEvent;
import io.github.licensing4j.spi.TermsStore;
import io.github.licensing4j.spi.TokenRecord;
import io.github.licensing4j.spi.UsageLedger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Stores licenses, keys, tokens and revocations in memory. One lock guards them all: it is taken when a license is
 * loaded and by management, not by every call.
 */
public final class InMemoryLicenseStore implements LicenseStore {
    private static final int MAX_KEYS = 1_000;
    private static final int MAX_TOKENS = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final LicenseTable licenses = new LicenseTable();
    private final CredentialTable credentials = new CredentialTable();
    private final ChangeFeed feed = new ChangeFeed();
    private final InMemoryAuditLog audit = new InMemoryAuditLog();
    private final InMemoryOutbox outbox = new InMemoryOutbox();
    private final CreditTable credits = new CreditTable();
    private final InMemoryTermsStore terms = new InMemoryTermsStore();
    private final InMemoryUsageLedger usage = new InMemoryUsageLedger(lock, outbox);
    private final Map<String, IdempotencyRecord> replays = new HashMap<>();
    private long statusIndexes;
    private volatile Runnable listener = () -> {};

    @Override
    public Optional<LicenseRecord> find(LicenseId id) {
        return locked(() -> licenses.find(id));
    }

    @Override
    public List<LicenseRevision> past(LicenseId id) {
        return locked(() -> licenses.past(id));
    }

    @Override
    public Page<LicenseRecord> list(LicenseQuery query) {
        return locked(() -> licenses.list(query));
    }

    @Override
    public List<LicenseRecord> due(String issuer, Instant now, int max) {
        return locked(() -> licenses.due(issuer, now, max));
    }

    @Override
    public long licensesOn(String issuer, PlanId plan) {
        return locked(() -> licenses.licensesOn(issuer, plan));
    }

    @Override
    public Set<PlanId> pinnedPlans(String issuer) {
        return locked(() -> licenses.pinnedPlans(issuer));
    }

    @Override
    public Optional<ApiKeyRecord> keyByHash(String hash) {
        return locked(() -> credentials.keyByHash(hash));
    }

    @Override
    public Optional<ApiKeyRecord> key(String issuer, String keyId) {
        return locked(() ->
                credentials.key(keyId).filter(key -> key.license().issuer().equals(issuer)));
    }

    @Override
    public List<ApiKeyRecord> keysOf(LicenseId license) {
        return locked(() -> credentials.keysOf(license, MAX_KEYS));
    }

    @Override
    public Map<String, Instant> lastUsed(List<String> keyIds) {
        return locked(() -> credentials.lastUsed(keyIds));
    }

    @Override
    public void used(Map<String, Instant> lastUsedByKeyId) {
        locked(() -> credentials.used(lastUsedByKeyId));
    }

    @Override
    public Optional<TokenRecord> token(String issuer, String tokenId) {
        return locked(() -> credentials.token(issuer, tokenId));
    }

    @Override
    public List<TokenRecord> tokensFrom(String keyOrFamily, Instant now) {
        return locked(() -> credentials.tokensFrom(keyOrFamily, now, MAX_TOKENS));
    }

    @Override
    public List<ApiKeyRecord> keysMadeWith(String issuer, String credential) {
        return locked(() -> credentials.keysMadeWith(issuer, credential, MAX_KEYS));
    }

    @Override
    public List<ApiKeyRecord> keysMadeBefore(String issuer, Instant before) {
        return locked(() -> credentials.keysMadeBefore(issuer, before, MAX_KEYS));
    }

    @Override
    public long nextStatusIndexes(int count) {
        return locked(() -> {
            statusIndexes += count;
            return statusIndexes - count;
        });
    }

    @Override
    public long statusIndexes() {
        return locked(() -> statusIndexes);
    }

    @Override
    public List<Long> revokedStatusIndexes(Instant now) {
        return locked(() -> credentials.revokedStatusIndexes(now));
    }

    @Override
    public Optional<RefreshTokenRecord> refreshToken(String hash) {
        return locked(() -> credentials.refreshToken(hash));
    }

    @Override
    public boolean isFamilyRevoked(String issuer, String family) {
        return locked(() -> credentials.isFamilyRevoked(issuer, family));
    }

    @Override
    public Revoked revoked(Instant now) {
        return locked(() -> credentials.revoked(feed.generation(), now));
    }

    @Override
    public Optional<IdempotencyRecord> replay(String key, Instant now) {
        return locked(() -> Optional.ofNullable(replays.get(key))
                .filter(replay -> replay.until().isAfter(now)));
    }

    @Override
    public long commit(StoreChange change) {
        long generation = stored(change);
        // Outside the lock, because the listener reads this store.
        if (!change.isUnordered()) {
            listener.run();
        }
        return generation;
    }

    private long stored(StoreChange change) {
        return locked(() -> {
            check(change);
            Runnable corrections = usage.entering(change.corrections(), change.notifications());
            change.licenses().forEach(license -> licenses.put(license, change.storedStates()));
            credentials.put(change);
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
        change.dependencies().forEach(this::check);
        audit.check(change.audit());
        credits.check(change.grants());
        change.replay().ifPresent(replay -> {
            IdempotencyRecord before = replays.get(replay.key());
            if (before != null && before.until().isAfter(replay.at())) {
                throw new StoreConflictException(StoreConflictException.Kind.REPLAY, replay.key());
            }
        });
    }

    private void check(StoreDependency dependency) {
        if (dependency instanceof StoreDependency.LicenseAt at) {
            if (licenses.find(at.license())
                    .filter(license -> license.revision() == at.revision())
                    .isEmpty()) {
                throw new StoreConflictException(
                        StoreConflictException.Kind.DEPENDENCY, at.license().value());
            }
        } else if (dependency instanceof StoreDependency.CustomerLicensesAt at) {
            if (licenses.revisions(at.issuer(), at.customer()) != at.revisions()) {
                throw new StoreConflictException(StoreConflictException.Kind.DEPENDENCY, at.customer());
            }
        } else {
            credentials.check(dependency);
        }
    }

    @Override
    public List<StoreEvent> changesSince(long generation, int max) {
        return locked(() -> feed.since(generation, max));
    }

    @Override
    public long generation() {
        return locked(feed::generation);
    }

    @Override
    public void onChange(Runnable changed) {
        listener = changed;
    }

    @Override
    public void expire(Instant before) {
        locked(() -> {
            credentials.expire(before);
            replays.values().removeIf(replay -> replay.until().isBefore(before));
            return null;
        });
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    @Override
    public List<CreditGrant> grants(LicenseId license) {
        return locked(() -> credits.grants(license));
    }

    @Override
    public Set<String> grantedLimits(LicenseId license) {
        return locked(() -> credits.limits(license));
    }

    @Override
    public Optional<CreditGrant> grant(String issuer, String grantId) {
        return locked(() ->
                credits.grant(grantId).filter(grant -> grant.license().issuer().equals(issuer)));
    }

    @Override
    public UsageLedger usage() {
        return usage;
    }

    @Override
    public TermsStore terms() {
        return terms;
    }

    @Override
    public AuditLog audit() {
        return audit;
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
