package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where licenses, API keys, issued tokens and revocations are kept. The engine keeps copies of what it has read and follows
 * {@link #changesSince}; a call waits for the store only at the first sight of a license or key. Safe for use by many
 * threads.
 *
 * <p>Every method may throw {@link StoreException} when the store cannot answer.
 */
public interface LicenseStore extends AutoCloseable {
    /** How many changes of the terms of a license can be looked back on. */
    int MOST_PAST = 1_000;

    /** The record of a license; what it says goes before whatever a token says. */
    Optional<LicenseRecord> find(LicenseId id);

    /**
     * What a license was before, oldest first: each record that was replaced by one on other terms ({@link
     * LicenseRecord#isOnTermsOf}). At most the latest {@link #MOST_PAST}; what was before these is not known then.
     */
    List<LicenseRevision> past(LicenseId id);

    /** Licenses by id, a page at a time. Takes no longer for a late page than for the first. */
    Page<LicenseRecord> list(LicenseQuery query);

    /**
     * Licenses whose stored look is over: time alone has changed them since, or may have; those due longest first.
     *
     * @param max how many at most
     */
    List<LicenseRecord> due(String issuer, Instant now, int max);

    /**
     * Every plan version that a license names which is not revoked: the one it pins, those it will come to by a trial, a plan
     * change or a debt, and the one that a plan change led away from, whose amounts may still be a part of a period.
     */
    Set<PlanId> pinnedPlans(String issuer);

    /** How many licenses that are not revoked are on a plan version. */
    long licensesOn(String issuer, PlanId plan);

    /** The API key with a SHA-256, in hexadecimal. */
    Optional<ApiKeyRecord> keyByHash(String hash);

    /** The API key of an id. */
    Optional<ApiKeyRecord> key(String issuer, String keyId);

    /** The keys of a license, oldest first; at most 1,000. */
    List<ApiKeyRecord> keysOf(LicenseId license);

    /**
     * The keys that callers made with an API key, a family of refresh tokens or a token, oldest first; at most 1,000.
     *
     * @param credential the id of the API key, the family or the token
     */
    List<ApiKeyRecord> keysMadeWith(String issuer, String credential);

    /**
     * The keys not revoked that callers made with tokens issued before an instant, oldest first; at most 1,000.
     *
     * @param before compared with {@link KeyOrigin#issuedAt}
     */
    List<ApiKeyRecord> keysMadeBefore(String issuer, Instant before);

    /** When each of these keys was last used, as far as it was told; by key id. */
    Map<String, Instant> lastUsed(List<String> keyIds);

    /** Remembers when keys were last used. No change: the feed does not speak of it. */
    void used(Map<String, Instant> lastUsedByKeyId);

    /** A token that was issued and has not expired long ago. */
    Optional<TokenRecord> token(String issuer, String tokenId);

    /**
     * Tokens that came from one API key, or with one family, are not revoked and expire after an instant; at most 10,000, those
     * that expire first coming first. Whoever revokes what it finds and asks again gets the next.
     */
    List<TokenRecord> tokensFrom(String keyOrFamily, Instant now);

    /**
     * Takes unused places in the status list, one after another; each is given out once.
     *
     * @param count how many, 1 or more
     * @return the first of them
     */
    long nextStatusIndexes(int count);

    /** The number of places in the status list that were taken so far, on any node. */
    long statusIndexes();

    /** The places in the status list of tokens that are revoked and have not expired, in ascending order. */
    List<Long> revokedStatusIndexes(Instant now);

    /** The refresh token with a SHA-256, in hexadecimal. */
    Optional<RefreshTokenRecord> refreshToken(String hash);

    /** Whether the family of a refresh token was revoked. */
    boolean isFamilyRevoked(String issuer, String family);

    /** Every revocation that still matters at an instant. */
    Revoked revoked(Instant now);

    /** What a request with an idempotency key made, if the key is not free again at an instant. */
    Optional<IdempotencyRecord> replay(String key, Instant now);

    /**
     * Stores a change, all of it or nothing. When this returns, it survives the death of the process.
     *
     * @return the generation of the change, one above the one before it; where the feed has nothing to tell of the change,
     *     the generation stays as it is
     * @throws StoreConflictException if a revision is not the one after the stored one, a name is taken, or a record that the
     *     change depends on has changed
     */
    long commit(StoreChange change);

    /**
     * What changed after a generation, oldest first: each license and key that was stored, each license whose credits or
     * usage a change puts right, each token that was revoked, each customer or age that was. At most {@code max}, but never a part of one change; the generation of each change is one
     * above that of the change before, so that a reader sees when the feed no longer reaches back far enough.
     */
    List<StoreEvent> changesSince(long generation, int max);

    /** The generation of the last change, 0 if there was none. */
    long generation();

    /**
     * Calls back, on any thread, when something may have changed; a hint to look at the feed at once. A store that cannot tell
     * never calls. At most one listener.
     */
    default void onChange(Runnable listener) {}

    /**
     * Removes what nobody can ask for any more: expired tokens and refresh tokens, families of refresh tokens of which none is
     * left, answers kept for repeats, and export events that were accepted 7 days before, each as of before an instant; and of the feed all but its latest changes. What it
     * removes of the feed, it removes by whole changes.
     */
    void expire(Instant before);

    /**
     * The credit grants of a license, those taken back included, in the order in which they are consumed; at most 2,000. Where
     * there are more, those that end last, so that none is left out that can still be consumed: there are never more than some
     * 1,000 of these.
     */
    List<CreditGrant> grants(LicenseId license);

    /** The credits limits, by the first name each had, that a license was ever granted something of; what has lapsed included. */
    Set<String> grantedLimits(LicenseId license);

    /** The credit grant of an id, one that was taken back included. */
    Optional<CreditGrant> grant(String issuer, String grantId);

    /** Where usage is added up. */
    UsageLedger usage();

    /** The terms that usage was billed under. */
    TermsStore terms();

    /**
     * Whether nobody but this process can change it, so that what is known of it is never too old, even while it does not
     * answer. Default: not.
     */
    default boolean isLocal() {
        return false;
    }

    /** The audit log that changes are entered into. */
    AuditLog audit();

    /** What waits to be told to others. */
    Outbox outbox();

    @Override
    default void close() {}

    /** Knows no license and no revocation, and stores nothing: every license is as its token says. */
    static LicenseStore none() {
        return NoLicenseStore.INSTANCE;
    }
}
