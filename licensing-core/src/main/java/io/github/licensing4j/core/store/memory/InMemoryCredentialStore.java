package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.CredentialStore;
import io.github.licensing4j.spi.KeyOrigin;
import io.github.licensing4j.spi.RefreshTokenRecord;
import io.github.licensing4j.spi.SignatureKeyRecord;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import io.github.licensing4j.spi.TokenRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stores keys, tokens, refresh tokens and unique keys. Only {@link InMemoryStore} changes it, under the lock. */
final class InMemoryCredentialStore implements CredentialStore {
    private static final Comparator<ApiKeyRecord> BY_AGE = Comparator.comparing(
                    (ApiKeyRecord key) -> key.history().createdAt())
            .thenComparing(ApiKeyRecord::id);
    private static final int MAX_KEYS = 1_000;
    private static final int MAX_TOKENS = 10_000;

    private final StoreLock lock;
    private final Map<String, ApiKeyRecord> keys = new HashMap<>();
    private final Map<String, String> keyIdsByHash = new HashMap<>();
    private final Map<String, SignatureKeyRecord> signatureKeys = new HashMap<>();
    private final Map<String, Instant> lastUsed = new HashMap<>();
    private final Map<TokenName, TokenRecord> tokens = new HashMap<>();
    private final Map<String, RefreshTokenRecord> refreshTokens = new HashMap<>();
    private final Set<String> marks = new HashSet<>();

    private record TokenName(String issuer, String id) {}

    InMemoryCredentialStore(StoreLock lock) {
        this.lock = lock;
    }

    void check(StoreChange change) {
        for (ApiKeyRecord key : change.credentials().keys()) {
            ApiKeyRecord before = keys.get(key.id());
            if (key.revision() != (before == null ? 0 : before.revision()) + 1
                    || !key.id().equals(keyIdsByHash.getOrDefault(key.hash(), key.id()))) {
                throw new StoreConflictException(Kind.KEY, key.id());
            }
        }
        for (SignatureKeyRecord key : change.credentials().signatureKeys()) {
            SignatureKeyRecord before = signatureKeys.get(key.id());
            if (key.revision() != (before == null ? 0 : before.revision()) + 1) {
                throw new StoreConflictException(Kind.SIGNATURE_KEY, key.id());
            }
        }
        for (RefreshTokenRecord token : change.credentials().refreshTokens()) {
            RefreshTokenRecord before = refreshTokens.get(token.hash());
            if (token.revision() != (before == null ? 0 : before.revision()) + 1) {
                throw new StoreConflictException(Kind.REFRESH_TOKEN, token.family());
            }
        }
        for (String mark : change.uniqueKeys()) {
            if (marks.contains(mark)) {
                throw new StoreConflictException(Kind.UNIQUE_KEY, mark);
            }
        }
    }

    @Override
    public List<ApiKeyRecord> keysMadeWith(String issuer, String credential) {
        return lock.locked(() -> keys.values().stream()
                .filter(key -> key.license().issuer().equals(issuer)
                        && isMadeWith(key.history().origin(), credential))
                .sorted(BY_AGE)
                .limit(MAX_KEYS)
                .toList());
    }

    @Override
    public List<ApiKeyRecord> keysMadeBefore(String issuer, Instant before) {
        return lock.locked(() -> keys.values().stream()
                .filter(key -> key.license().issuer().equals(issuer) && key.revokedAt() == null)
                .filter(key -> isMadeBefore(key.history().origin(), before))
                .sorted(BY_AGE)
                .limit(MAX_KEYS)
                .toList());
    }

    private static boolean isMadeBefore(@Nullable KeyOrigin origin, Instant before) {
        return origin != null && origin.issuedAt() != null && origin.issuedAt().isBefore(before);
    }

    private static boolean isMadeWith(@Nullable KeyOrigin origin, String credential) {
        return origin != null
                && (credential.equals(origin.keyId())
                        || credential.equals(origin.family())
                        || credential.equals(origin.tokenId()));
    }

    void put(StoreChange change) {
        for (ApiKeyRecord key : change.credentials().keys()) {
            keys.put(key.id(), key);
            keyIdsByHash.put(key.hash(), key.id());
        }
        change.credentials().signatureKeys().forEach(key -> signatureKeys.put(key.id(), key));
        change.credentials()
                .tokens()
                .forEach(token -> tokens.put(new TokenName(token.license().issuer(), token.id()), token));
        change.credentials().refreshTokens().forEach(token -> refreshTokens.put(token.hash(), token));
        marks.addAll(change.uniqueKeys());
    }

    @Override
    public Optional<ApiKeyRecord> keyByHash(String hash) {
        return lock.locked(() -> Optional.ofNullable(keyIdsByHash.get(hash)).map(keys::get));
    }

    @Override
    public Optional<ApiKeyRecord> key(String issuer, String keyId) {
        return lock.locked(() -> Optional.ofNullable(keys.get(keyId))
                .filter(key -> key.license().issuer().equals(issuer)));
    }

    @Override
    public List<ApiKeyRecord> keysOf(LicenseId license) {
        return lock.locked(() -> keys.values().stream()
                .filter(key -> key.license().equals(license))
                .sorted(BY_AGE)
                .limit(MAX_KEYS)
                .toList());
    }

    @Override
    public Map<String, Instant> lastUsed(List<String> keyIds) {
        return lock.locked(() -> {
            Map<String, Instant> found = new HashMap<>(lastUsed);
            found.keySet().retainAll(keyIds);
            return found;
        });
    }

    @Override
    public void used(Map<String, Instant> times) {
        lock.locked(() -> {
            times.forEach((key, at) -> lastUsed.merge(key, at, (one, other) -> one.isAfter(other) ? one : other));
            return null;
        });
    }

    @Override
    public Optional<TokenRecord> token(String issuer, String id) {
        return lock.locked(() -> Optional.ofNullable(tokens.get(new TokenName(issuer, id))));
    }

    @Override
    public List<TokenRecord> tokensFrom(String keyOrFamily, Instant now) {
        return lock.locked(() -> tokens.values().stream()
                .filter(token -> (keyOrFamily.equals(token.keyId()) || keyOrFamily.equals(token.family()))
                        && token.revokedAt() == null
                        && token.expiresAt().isAfter(now))
                .sorted(Comparator.comparing(TokenRecord::expiresAt).thenComparing(TokenRecord::id))
                .limit(MAX_TOKENS)
                .toList());
    }

    @Override
    public Optional<SignatureKeyRecord> signatureKey(String issuer, String keyId) {
        return lock.locked(() -> Optional.ofNullable(signatureKeys.get(keyId))
                .filter(key -> key.license().issuer().equals(issuer)));
    }

    @Override
    public List<SignatureKeyRecord> signatureKeysOf(LicenseId license) {
        return lock.locked(() -> signatureKeys.values().stream()
                .filter(key -> key.license().equals(license))
                .sorted(Comparator.comparing(
                                (SignatureKeyRecord key) -> key.times().createdAt())
                        .thenComparing(SignatureKeyRecord::id))
                .limit(MAX_KEYS)
                .toList());
    }

    @Override
    public Optional<RefreshTokenRecord> refreshToken(String hash) {
        return lock.locked(() -> Optional.ofNullable(refreshTokens.get(hash)));
    }

    long countKeys(LicenseId license) {
        return keys.values().stream()
                .filter(key -> key.license().equals(license))
                .count();
    }

    /** Returns the tokens that are revoked and have not expired. */
    List<TokenRecord> revokedTokens(Instant now) {
        return tokens.values().stream()
                .filter(token -> token.revokedAt() != null && token.expiresAt().isAfter(now))
                .toList();
    }

    /** Returns the families that have a refresh token. */
    Set<String> families() {
        Set<String> families = new HashSet<>();
        refreshTokens.values().forEach(token -> families.add(token.family()));
        return families;
    }

    void expire(Instant before) {
        tokens.values().removeIf(token -> token.expiresAt().isBefore(before));
        refreshTokens.values().removeIf(token -> token.expiresAt().isBefore(before));
    }
}
