package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stores licenses, API keys, issued tokens and revocations. The engine caches what it has read and follows
 * {@link #changesSince}; a call waits for the store only when its license or key is not cached. Safe for use by many
 * threads.
 *
 * <p>Every method may throw {@link StoreException} when the store is unavailable.
 */
public interface LicenseStore extends AutoCloseable {
    /** The maximum number of earlier versions of a license. */
    int MOST_PAST = 1_000;

    /** Returns the record of a license; it takes precedence over the claims of a token. */
    Optional<LicenseRecord> find(LicenseId id);

    /**
     * Returns earlier versions of a license, oldest first: each record that was replaced by one on other terms
     * ({@link LicenseRecord#isOnTermsOf}). At most the latest {@link #MOST_PAST}.
     */
    List<LicenseRevision> past(LicenseId id);

    /** Returns licenses by id, a page at a time. A late page takes no longer than the first. */
    Page<LicenseRecord> list(LicenseQuery query);

    /**
     * Returns licenses whose stored state may have changed by time, longest overdue first.
     *
     * @param max how many at most
     */
    List<LicenseRecord> due(String issuer, Instant now, int max);

    /**
     * Returns every plan version named by a license that is not revoked: the one it pins, later ones by a trial, a plan
     * change or a debt, and the one before a plan change, whose amounts may still apply to a part of a period.
     */
    Set<PlanId> pinnedPlans(String issuer);

    /** Returns how many licenses that are not revoked are on a plan version. */
    long licensesOn(String issuer, PlanId plan);

    /** Returns the API key with a SHA-256, in hexadecimal. */
    Optional<ApiKeyRecord> keyByHash(String hash);

    /** Returns the API key with an id. */
    Optional<ApiKeyRecord> key(String issuer, String keyId);

    /** Returns the keys of a license, oldest first; at most 1,000. */
    List<ApiKeyRecord> keysOf(LicenseId license);

    /**
     * Returns the keys that callers created with an API key, a family of refresh tokens or a token, oldest first; at
     * most 1,000.
     *
     * @param credential the id of the API key, the family or the token
     */
    List<ApiKeyRecord> keysMadeWith(String issuer, String credential);

    /**
     * Returns the keys not revoked that callers created with tokens issued before an instant, oldest first; at most
     * 1,000.
     *
     * @param before compared with {@link KeyOrigin#issuedAt}
     */
    List<ApiKeyRecord> keysMadeBefore(String issuer, Instant before);

    /** Returns when each of these keys was last used, as far as it was stored; by key id. */
    Map<String, Instant> lastUsed(List<String> keyIds);

    /** Stores when keys were last used. This is no change: it does not appear in the feed. */
    void used(Map<String, Instant> lastUsedByKeyId);

    /** Returns an issued token that has not been removed after its expiry. */
    Optional<TokenRecord> token(String issuer, String tokenId);

    /**
     * Returns tokens that were issued for one API key, or with one family, are not revoked and expire after an instant;
     * at most 10,000, ordered by expiry. A caller that revokes these and queries again gets the next.
     */
    List<TokenRecord> tokensFrom(String keyOrFamily, Instant now);

    /**
     * Allocates unused indexes of the status list, consecutively; each is allocated once.
     *
     * @param count how many, 1 or more
     * @return the first of them
     */
    long nextStatusIndexes(int count);

    /** Returns the number of allocated indexes of the status list, on all nodes. */
    long statusIndexes();

    /** Returns the status list indexes of tokens that are revoked and have not expired, in ascending order. */
    List<Long> revokedStatusIndexes(Instant now);

    /** Returns the refresh token with a SHA-256, in hexadecimal. */
    Optional<RefreshTokenRecord> refreshToken(String hash);

    /** Whether the family of a refresh token was revoked. */
    boolean isFamilyRevoked(String issuer, String family);

    /** Returns every revocation that is still relevant at an instant. */
    Revoked revoked(Instant now);

    /** Returns the result of a request with an idempotency key, if the key is not expired at an instant. */
    Optional<IdempotencyRecord> replay(String key, Instant now);

    /**
     * Stores a change, all of it or nothing. When this returns, it survives the death of the process.
     *
     * @return the generation of the change, one above the one before it; a change that does not appear in the feed does
     *     not change the generation
     * @throws StoreConflictException if a revision is not the one after the stored one, a name is taken, or a record
     *     that the change depends on has changed
     */
    long commit(StoreChange change);

    /**
     * Returns changes after a generation, oldest first: each license and key that was stored, each license whose
     * credits or usage a change corrects, each revoked token, customer or age. At most {@code max}, but never a part of
     * one change; the generation of each change is one above that of the change before, so that a reader detects a feed
     * that no longer reaches back far enough.
     */
    List<StoreEvent> changesSince(long generation, int max);

    /** Returns the generation of the last change, 0 if there was none. */
    long generation();

    /**
     * Registers a listener that is called, on any thread, when something may have changed; a hint to read the feed at
     * once. A store without notifications never calls it. At most one listener.
     */
    default void onChange(Runnable listener) {}

    /**
     * Removes expired data: tokens and refresh tokens, families of refresh tokens of which none is left, idempotency
     * records, and export events that were accepted 7 days before, each as of before an instant; and of the feed all
     * but its latest changes. It removes only whole changes of the feed.
     */
    void expire(Instant before);

    /**
     * Returns the credit grants of a license, voided ones included, in the order in which they are consumed; at most
     * 2,000. Where there are more, those that end last: these include all that can still be consumed, of which there
     * are at most about 1,000.
     */
    List<CreditGrant> grants(LicenseId license);

    /**
     * Returns the credits limits, by the first name each had, for which a license ever had a grant; expired ones
     * included.
     */
    Set<String> grantedLimits(LicenseId license);

    /** Returns the credit grant with an id, a voided one included. */
    Optional<CreditGrant> grant(String issuer, String grantId);

    /** Returns the usage ledger. */
    UsageLedger usage();

    /** Returns the store of billing terms. */
    TermsStore terms();

    /**
     * Whether only this process can change the store, so that cached data is never stale, even while the store is
     * unavailable. Default: false.
     */
    default boolean isLocal() {
        return false;
    }

    /** Returns the audit log to which changes are added. */
    AuditLog audit();

    /** Returns the messages that wait for delivery. */
    Outbox outbox();

    @Override
    default void close() {}

    /** Returns a store that contains nothing and stores nothing: every license is as its token defines it. */
    static LicenseStore none() {
        return NoLicenseStore.INSTANCE;
    }
}
