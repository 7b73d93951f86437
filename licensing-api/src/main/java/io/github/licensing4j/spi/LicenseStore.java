package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where licenses, API keys, issued tokens and revocations are kept. The engine keeps copies of what it has read and follows
 * {@link #changesSince}; a call waits for the store only at the first sight of a license or key. Safe for use by many
 * threads.
 *
 * <p>Every method may throw {@link StoreException} when the store cannot answer.
 */
public interface LicenseStore extends AutoCloseable {

    /** The record of a license; what it says goes before whatever a token says. */
    Optional<LicenseRecord> find(LicenseId id);

    /** Licenses by id, a page at a time. Takes no longer for a late page than for the first. */
    Page<LicenseRecord> list(LicenseQuery query);

    /**
     * Licenses that time alone has changed, or may have, since {@link #looked} was last told of them; those due first.
     *
     * @param max how many at most
     */
    List<LicenseRecord> due(String issuer, Instant now, int max);

    /** The API key with a SHA-256, in hexadecimal. */
    Optional<ApiKeyRecord> keyByHash(String hash);

    /** The API key of an id. */
    Optional<ApiKeyRecord> key(String issuer, String keyId);

    /** The keys of a license, oldest first; at most 1,000. */
    List<ApiKeyRecord> keysOf(LicenseId license);

    /** When each of these keys was last used, as far as it was told; by key id. */
    Map<String, Instant> lastUsed(List<String> keyIds);

    /** Remembers when keys were last used. No change: the feed does not speak of it. */
    void used(Map<String, Instant> lastUsedByKeyId);

    /** A token that was issued and has not expired long ago. */
    Optional<TokenRecord> token(String issuer, String tokenId);

    /** The tokens that came from one key or family and expire after an instant; at most 10,000. */
    List<TokenRecord> tokensFrom(String source, Instant now);

    /** The next unused place in the status list; each is given out once. */
    long nextStatusIndex();

    /** The places in the status list of tokens that are revoked and have not expired, in ascending order. */
    List<Long> revokedStatusIndexes(Instant now);

    /** The refresh token with a SHA-256, in hexadecimal. */
    Optional<RefreshTokenRecord> refreshToken(String hash);

    /** Whether the family of a refresh token was revoked. */
    boolean isFamilyRevoked(String issuer, String family);

    /** Every revocation that still matters at an instant. */
    Revoked revoked(Instant now);

    /** What a request with an idempotency key made, if it came at or after an instant. */
    Optional<ReplayRecord> replay(String key, Instant notBefore);

    /**
     * Stores a change, all of it or nothing. When this returns, it survives the death of the process.
     *
     * @return the generation of the change, above every one before it
     * @throws StoreConflictException if a revision is not the one after the stored one, or a name is taken
     */
    long commit(StoreChange change);

    /**
     * Notes how a license was found to stand; no change of its terms.
     *
     * @param revision the revision it was looked at; nothing happens if it has moved on
     */
    void looked(LicenseId id, long revision, StoredLook look);

    /** What changed after a generation, oldest first; at most {@code max}. */
    List<FeedEntry> changesSince(long generation, int max);

    /** The generation of the last change, 0 if there was none. */
    long generation();

    /**
     * Removes what nobody can ask for any more: expired tokens and refresh tokens, answers kept for repeats, and the feed,
     * each as of before an instant.
     */
    void expire(Instant before);

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
