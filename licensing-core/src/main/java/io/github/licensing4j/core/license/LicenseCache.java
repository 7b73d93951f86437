package io.github.licensing4j.core.license;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.OutageStatus;
import io.github.licensing4j.core.condition.CredentialKind;
import io.github.licensing4j.core.credential.NamedLicense;
import io.github.licensing4j.core.credential.VerifiedCredential;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.ExternalName;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.SignatureKeyRecord;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreEvent;
import io.github.licensing4j.spi.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Caches the license store: licenses and keys that were read, and every revocation. It follows the store's change feed;
 * {@link #generation} increases only after everything that a change makes stale has been dropped, so that a result
 * checked under a generation is valid while that generation is current.
 *
 * <p>After a failed poll of a shared store, what is not cached is not read: each read throws at once, until a poll succeeds.
 *
 * <p>Safe for use by many threads.
 */
public final class LicenseCache implements Component {
    private static final Logger log = LoggerFactory.getLogger(LicenseCache.class);
    private static final int BATCH = 1_000;

    private final Store store;
    private final InstantSource clock;
    private final boolean local;
    private final Staleness staleness;
    private final LoadingCache<LicenseId, Optional<LicenseRecord>> licenses;
    private final KeyCache<ApiKeyRecord> keys;
    private final KeyCache<SignatureKeyRecord> signatureKeys;
    private final LoadingCache<LicenseId, List<CreditGrant>> grants;
    private final LicenseNames names;
    private final RevocationCache revocationCache = new RevocationCache();
    private final LastUsedBuffer lastUsedBuffer = new LastUsedBuffer();
    private final ReentrantLock reading = new ReentrantLock();
    private volatile CredentialStatus holding = CredentialStatus.holding(Long.MIN_VALUE, CallRequirements.NONE);
    private volatile LongConsumer advanced = reached -> {};
    private volatile LicenseDependent dependent = LicenseDependent.NONE;
    private volatile long generation;
    private volatile Follow follow;

    /**
     * The result of following the store.
     *
     * @param currentMillis when the cache was last known to be current
     * @param failure why the last poll failed, null if it did not
     */
    private record Follow(long currentMillis, @Nullable String failure) {
        boolean down() {
            return failure != null;
        }
    }

    /**
     * Reads every revocation.
     *
     * @param issuer whose API keys are valid; keys of others that share the store are not found
     * @param maxLicenses how many licenses are cached at most
     * @param staleness how long calls are decided on cached data
     * @throws StoreException if the store cannot be read
     */
    public LicenseCache(String issuer, Store store, InstantSource clock, int maxLicenses, Staleness staleness) {
        this.store = store;
        this.clock = clock;
        this.local = store.isLocal();
        this.staleness = staleness;
        this.licenses = new LoadingCache<>(whileUp(store.licenses()::find), maxLicenses);
        this.keys = new KeyCache<>(whileUp(hash -> store.credentials()
                .keyByHash(hash)
                .filter(key -> key.license().issuer().equals(issuer))));
        this.signatureKeys = new KeyCache<>(whileUp(id -> store.credentials().signatureKey(issuer, id)));
        this.grants = new LoadingCache<>(whileUp(store.credits()::grants), maxLicenses);
        this.names = new LicenseNames(
                whileUp(name -> store.licenses().named(issuer, name, LicenseNames.MAX_LICENSES)),
                licenses::get,
                maxLicenses);
        this.generation = revocationCache.readAll(store.revocations(), clock.instant());
        this.follow = new Follow(clock.millis(), null);
        store.feed().onChange(this::catchUp);
    }

    /**
     * Returns a loader that does not try a store whose last poll failed. Otherwise each call with an uncached license or key
     * waits for the time-out of the store, and the threads of the server with them.
     */
    private <K, V> Function<K, V> whileUp(Function<K, V> loader) {
        return key -> {
            requireUp();
            return loader.apply(key);
        };
    }

    /** @throws StoreException if the last poll of a shared store failed */
    private void requireUp() {
        String failure = follow.failure;
        if (failure != null && !local) {
            throw new StoreException("the license store has not answered: " + failure);
        }
    }

    /** Registers a listener of each generation that the cache has reached. It must not wait. At most one listener. */
    public void onAdvance(LongConsumer listener) {
        advanced = listener;
    }

    /** Sets the further cache. At most one. */
    public void dependent(LicenseDependent further) {
        dependent = further;
    }

    /** Returns a number that increases whenever anything may have changed. One volatile read. */
    public long generation() {
        return generation;
    }

    /**
     * Returns the record of a license, from the store if it is not cached.
     *
     * @throws StoreException if it is not cached and the store does not answer, or did not answer the last poll
     */
    public Optional<LicenseRecord> find(LicenseId id) {
        return licenses.get(id);
    }

    /**
     * Returns the license of this issuer that has a name in another system; from the store if it is not cached.
     *
     * @throws StoreException if it is not cached and the store does not answer, or did not answer the last poll
     */
    public NamedLicense named(ExternalName name) {
        return names.find(name, clock.instant());
    }

    /**
     * Returns the credit grants of a license, in the order in which they are consumed; from the store if they are not
     * cached.
     *
     * @throws StoreException if they are not cached and the store does not answer, or did not answer the last poll
     */
    public List<CreditGrant> grants(LicenseId id) {
        return grants.get(id);
    }

    /**
     * Returns the id of the key in whose quotas a caller counts: the first of those that replaced each other or were
     * created with each other, or the signature key that is the credential. Empty if no key was presented and the token came
     * from none. Reads the store.
     *
     * @throws StoreException if the store does not answer, or did not answer the last poll
     */
    public String countedKey(VerifiedCredential caller) {
        Optional<String> hash = caller.keyHash();
        if (hash.isPresent()) {
            return key(hash.get()).map(ApiKeyRecord::countedAs).orElse(caller.id());
        }
        if (caller.kind() == CredentialKind.SIGNATURE) {
            return caller.id();
        }
        requireUp();
        return CountedKey.ofToken(store.credentials(), caller);
    }

    /**
     * Returns the API key with a SHA-256, from the store if it is not cached; unknown keys are not cached.
     *
     * @throws StoreException if it is not cached and the store does not answer, or did not answer the last poll
     */
    public Optional<ApiKeyRecord> key(String hash) {
        return keys.get(hash);
    }

    /**
     * Returns the signature key with an id, from the store if it is not cached; unknown keys are not cached.
     *
     * @throws StoreException if it is not cached and the store does not answer, or did not answer the last poll
     */
    public Optional<SignatureKeyRecord> signatureKey(String id) {
        return signatureKeys.get(id);
    }

    /**
     * Returns whether a credential is valid according to the store, and what its calls must satisfy.
     *
     * @param counted returns the id of the key in whose quotas the caller counts, as {@link #countedKey} does; called only where a key of
     *     its license is restrained
     * @throws StoreException if the store does not answer, or did not answer the last poll
     */
    public CredentialStatus credentialStatus(VerifiedCredential caller, Supplier<String> counted, long nowMillis) {
        // The generation first: what is read after it is at least as new.
        long seen = generation;
        if (isOfRevokedCustomer(caller)) {
            return CredentialStatus.revoked(seen);
        }
        Optional<LicenseRecord> license = find(caller.license());
        Instant now = Instant.ofEpochMilli(nowMillis);
        CredentialStatus status = credentialStatus(caller, CallRequirements.of(caller, license), seen, now);
        return license.isEmpty() ? status : KeyRestraints.applied(status, license.get(), counted, now);
    }

    private CredentialStatus credentialStatus(
            VerifiedCredential caller, CallRequirements required, long seen, Instant now) {
        Optional<String> hash = caller.keyHash();
        if (hash.isPresent()) {
            return key(hash.get())
                    .map(key -> CredentialStatus.ofKey(key, seen, required, now))
                    .orElseGet(() -> CredentialStatus.refused(seen));
        }
        if (revocationCache.isRevoked(caller) || revocationCache.isLicenseRevoked(caller.license())) {
            return CredentialStatus.revoked(seen);
        }
        if (names.haveMoved(caller, clock.instant())) {
            return CredentialStatus.moved(seen);
        }
        return required.areNone() ? holding(seen) : CredentialStatus.holding(seen, required);
    }

    /** Returns the status of every credential that is valid at a generation and whose calls need satisfy nothing: one object. */
    private CredentialStatus holding(long seen) {
        CredentialStatus known = holding;
        if (known.generation() != seen) {
            known = CredentialStatus.holding(seen, CallRequirements.NONE);
            holding = known;
        }
        return known;
    }

    /** Uses the customer of the record where there is one: API keys name none, and records precede tokens. */
    private boolean isOfRevokedCustomer(VerifiedCredential caller) {
        String issuer = caller.license().issuer();
        return revocationCache.isCustomerRevoked(issuer, caller.customer())
                || find(caller.license())
                        .filter(license -> revocationCache.isCustomerRevoked(issuer, license.customer()))
                        .isPresent();
    }

    /** Returns whether everything of a customer is revoked. */
    public boolean isCustomerRevoked(String issuer, String customer) {
        return revocationCache.isCustomerRevoked(issuer, customer);
    }

    /** Records that a key was used; written to the store periodically. */
    public void used(String keyId, long nowMillis) {
        lastUsedBuffer.used(keyId, nowMillis);
    }

    /** Returns whether the store has been unavailable for so long that calls must be refused. A poll between its two reads makes no difference. */
    public boolean isStale(long nowMillis) {
        return !local && staleness.isOver(follow.down(), nowMillis - follow.currentMillis);
    }

    /** Applies every change up to now. When this returns, calls that begin are decided on them. */
    public void catchUp() {
        reading.lock();
        try {
            long now = clock.millis();
            if (store.feed().generation() != generation) {
                readOn();
                advanced.accept(generation);
            }
            if (follow.down()) {
                log.info("The license store is available again");
            }
            follow = new Follow(now, null);
        } catch (StoreException e) {
            Follow before = follow;
            follow = new Follow(before.currentMillis, String.valueOf(e.getMessage()));
            if (!before.down()) {
                log.error("The license store is unavailable; calls are decided on cached licenses", e);
            }
            throw e;
        } finally {
            reading.unlock();
        }
    }

    private void readOn() {
        long seen = generation;
        List<StoreEvent> batch;
        do {
            batch = store.feed().since(seen, BATCH);
            if (batch.isEmpty() || batch.get(0).generation() > seen + 1) {
                // The feed does not reach back to what was read last.
                startOver();
                return;
            }
            for (StoreEvent entry : batch) {
                take(entry);
                seen = entry.generation();
            }
            generation = seen;
        } while (batch.size() >= BATCH);
    }

    /**
     * Reads everything again, because the store may have lost changes and assigned their generations to others.
     *
     * @throws StoreException if the store does not answer
     */
    public void readAgain() {
        reading.lock();
        try {
            startOver();
            advanced.accept(generation);
        } finally {
            reading.unlock();
        }
    }

    private void startOver() {
        long fresh = revocationCache.readAll(store.revocations(), clock.instant());
        licenses.dropAll();
        names.dropAll();
        keys.dropAll();
        signatureKeys.dropAll();
        grants.dropAll();
        dependent.changedAll();
        generation = fresh;
    }

    private void take(StoreEvent entry) {
        switch (entry.kind()) {
            case LICENSE -> {
                LicenseId changed = new LicenseId(entry.issuer(), entry.id());
                licenses.drop(changed);
                grants.drop(changed);
                dependent.changed(changed);
                if (names.areUsed()) {
                    // From the store: after a failed poll the cache does not read it until this one succeeds.
                    store.licenses().find(changed).ifPresent(names::changed);
                }
            }
            case KEY -> keys.drop(entry.id());
            case SIGNATURE_KEY -> signatureKeys.drop(entry.id());
            case REVOKED_TOKEN, REVOKED_CUSTOMER, REVOKED_LICENSE, ISSUED_BEFORE -> revocationCache.take(entry);
        }
    }

    /** Stores when keys were last used and drops revocations of tokens that have expired. */
    public void maintain() {
        lastUsedBuffer.writeTo(store.credentials());
        revocationCache.forgetExpired(clock.millis());
    }

    /** Returns how current the cache is. */
    @Override
    public Health.Component health() {
        Follow seen = follow;
        long now = clock.millis();
        long age = Math.max(0, now - seen.currentMillis);
        String copies = licenses.size() + " licenses and " + keys.size() + " keys cached, " + revocationCache.size()
                + " revocations, as of " + age + " ms ago" + (local ? "" : ", " + FeedText.push(store.feed()));
        if (!seen.down() && (local || !staleness.isLate(age))) {
            return new Health.Component("licenses", Status.UP, copies);
        }
        return new Health.Component(
                "licenses",
                isStale(now) ? Status.DOWN : Status.DEGRADED,
                "the store is unavailable; " + copies + (seen.down() ? ": " + seen.failure : ""));
    }

    @Override
    public List<OutageStatus> outages() {
        if (local) {
            return List.of();
        }
        Follow seen = follow;
        boolean isAway = seen.down() || staleness.isLate(clock.millis() - seen.currentMillis);
        return List.of(new OutageStatus(
                OutageStatus.Kind.LICENSE, isAway ? Instant.ofEpochMilli(seen.currentMillis) : null, 0));
    }

    @Override
    public void close() {
        store.close();
    }
}
