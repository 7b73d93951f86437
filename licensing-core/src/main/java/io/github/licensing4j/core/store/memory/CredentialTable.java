package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.KeyOrigin;
import io.github.licensing4j.spi.RefreshTokenRecord;
import io.github.licensing4j.spi.Revocation;
import io.github.licensing4j.spi.Revoked;
import io.github.licensing4j.spi.RevokedToken;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import io.github.licensing4j.spi.StoreDependency;
import io.github.licensing4j.spi.StoreDependency.AgeNotRevoked;
import io.github.licensing4j.spi.StoreDependency.CustomerNotRevoked;
import io.github.licensing4j.spi.StoreDependency.FamilyNotRevoked;
import io.github.licensing4j.spi.StoreDependency.FewerKeysThan;
import io.github.licensing4j.spi.StoreDependency.KeyAt;
import io.github.licensing4j.spi.StoreDependency.TokenNotRevoked;
import io.github.licensing4j.spi.TokenRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stores keys, tokens, refresh tokens, revocations and marks. Guarded by its owner's lock. */
final class CredentialTable {
    private final Map<String, ApiKeyRecord> keys = new HashMap<>();
    private final Map<String, String> keyIdsByHash = new HashMap<>();
    private final Map<String, Instant> lastUsed = new HashMap<>();
    private final Map<TokenName, TokenRecord> tokens = new HashMap<>();
    private final Map<String, RefreshTokenRecord> refreshTokens = new HashMap<>();
    private final List<Revocation> revocations = new ArrayList<>();
    private final Map<TokenName, RevokedToken> revokedTokens = new HashMap<>();
    private final Set<String> marks = new HashSet<>();

    private record TokenName(String issuer, String id) {}

    void check(StoreChange change) {
        for (ApiKeyRecord key : change.keys()) {
            ApiKeyRecord before = keys.get(key.id());
            if (key.revision() != (before == null ? 0 : before.revision()) + 1
                    || !key.id().equals(keyIdsByHash.getOrDefault(key.hash(), key.id()))) {
                throw new StoreConflictException(Kind.KEY, key.id());
            }
        }
        for (RefreshTokenRecord token : change.refreshTokens()) {
            RefreshTokenRecord before = refreshTokens.get(token.hash());
            if (token.revision() != (before == null ? 0 : before.revision()) + 1) {
                throw new StoreConflictException(Kind.REFRESH_TOKEN, token.family());
            }
        }
        for (String mark : change.uniqueKeys()) {
            if (marks.contains(mark)) {
                throw new StoreConflictException(Kind.MARK, mark);
            }
        }
    }

    /** Checks a record that a change depends on, other than a license. */
    void check(StoreDependency dependency) {
        if (!holds(dependency)) {
            throw new StoreConflictException(Kind.DEPENDENCY, dependency.subject());
        }
    }

    private boolean holds(StoreDependency dependency) {
        if (dependency instanceof KeyAt at) {
            ApiKeyRecord key = keys.get(at.keyId());
            return key != null && key.license().issuer().equals(at.issuer()) && key.revision() == at.revision();
        }
        if (dependency instanceof FewerKeysThan most) {
            return keys.values().stream()
                            .filter(key -> key.license().equals(most.license()))
                            .count()
                    < most.count();
        }
        if (dependency instanceof TokenNotRevoked gone) {
            TokenName name = new TokenName(gone.issuer(), gone.tokenId());
            TokenRecord token = tokens.get(name);
            return !revokedTokens.containsKey(name) && (token == null || token.revokedAt() == null);
        }
        if (dependency instanceof FamilyNotRevoked of) {
            return !isFamilyRevoked(of.issuer(), of.family());
        }
        return revocations.stream().noneMatch(revocation -> covers(revocation, dependency));
    }

    private static boolean covers(Revocation revocation, StoreDependency dependency) {
        if (dependency instanceof CustomerNotRevoked of) {
            return revocation instanceof Revocation.OfCustomer gone
                    && gone.issuer().equals(of.issuer())
                    && gone.customer().equals(of.customer());
        }
        if (dependency instanceof AgeNotRevoked age) {
            return revocation instanceof Revocation.IssuedBefore gone
                    && gone.issuer().equals(age.issuer())
                    && gone.before().isAfter(age.issuedAt());
        }
        throw new IllegalArgumentException("unknown kind of dependency: " + dependency);
    }

    List<ApiKeyRecord> keysMadeWith(String issuer, String credential, int max) {
        return keys.values().stream()
                .filter(key -> key.license().issuer().equals(issuer) && isMadeWith(key.origin(), credential))
                .sorted(Comparator.comparing(ApiKeyRecord::createdAt).thenComparing(ApiKeyRecord::id))
                .limit(max)
                .toList();
    }

    List<ApiKeyRecord> keysMadeBefore(String issuer, Instant before, int max) {
        return keys.values().stream()
                .filter(key -> key.license().issuer().equals(issuer) && key.revokedAt() == null)
                .filter(key -> isMadeBefore(key.origin(), before))
                .sorted(Comparator.comparing(ApiKeyRecord::createdAt).thenComparing(ApiKeyRecord::id))
                .limit(max)
                .toList();
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
        for (ApiKeyRecord key : change.keys()) {
            keys.put(key.id(), key);
            keyIdsByHash.put(key.hash(), key.id());
        }
        change.tokens()
                .forEach(token -> tokens.put(new TokenName(token.license().issuer(), token.id()), token));
        change.refreshTokens().forEach(token -> refreshTokens.put(token.hash(), token));
        revocations.addAll(change.revocations());
        change.revokedTokens()
                .forEach(token -> revokedTokens.put(new TokenName(token.issuer(), token.tokenId()), token));
        marks.addAll(change.uniqueKeys());
    }

    Optional<ApiKeyRecord> keyByHash(String hash) {
        return Optional.ofNullable(keyIdsByHash.get(hash)).map(keys::get);
    }

    Optional<ApiKeyRecord> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    List<ApiKeyRecord> keysOf(LicenseId license, int max) {
        return keys.values().stream()
                .filter(key -> key.license().equals(license))
                .sorted(Comparator.comparing(ApiKeyRecord::createdAt).thenComparing(ApiKeyRecord::id))
                .limit(max)
                .toList();
    }

    Map<String, Instant> lastUsed(Collection<String> keyIds) {
        Map<String, Instant> found = new HashMap<>(lastUsed);
        found.keySet().retainAll(keyIds);
        return found;
    }

    @Nullable
    Void used(Map<String, Instant> times) {
        times.forEach((key, at) -> lastUsed.merge(key, at, (one, other) -> one.isAfter(other) ? one : other));
        return null;
    }

    Optional<TokenRecord> token(String issuer, String id) {
        return Optional.ofNullable(tokens.get(new TokenName(issuer, id)));
    }

    List<TokenRecord> tokensFrom(String keyOrFamily, Instant now, int max) {
        return tokens.values().stream()
                .filter(token -> (keyOrFamily.equals(token.keyId()) || keyOrFamily.equals(token.family()))
                        && token.revokedAt() == null
                        && token.expiresAt().isAfter(now))
                .sorted(Comparator.comparing(TokenRecord::expiresAt).thenComparing(TokenRecord::id))
                .limit(max)
                .toList();
    }

    List<Long> revokedStatusIndexes(Instant now) {
        return tokens.values().stream()
                .filter(token -> token.revokedAt() != null && token.expiresAt().isAfter(now))
                .map(TokenRecord::statusIndex)
                .sorted()
                .toList();
    }

    Optional<RefreshTokenRecord> refreshToken(String hash) {
        return Optional.ofNullable(refreshTokens.get(hash));
    }

    boolean isFamilyRevoked(String issuer, String family) {
        return revocations.stream()
                .anyMatch(revocation -> revocation instanceof Revocation.OfFamily gone
                        && gone.issuer().equals(issuer)
                        && gone.family().equals(family));
    }

    Revoked revoked(long generation, Instant now) {
        List<RevokedToken> gone = new ArrayList<>();
        for (TokenRecord token : tokens.values()) {
            if (token.revokedAt() != null && token.expiresAt().isAfter(now)) {
                gone.add(new RevokedToken(token.license().issuer(), token.id(), token.expiresAt()));
            }
        }
        revokedTokens.values().stream()
                .filter(token -> token.until().isAfter(now))
                .forEach(gone::add);
        return new Revoked(generation, gone, revocations);
    }

    void expire(Instant before) {
        tokens.values().removeIf(token -> token.expiresAt().isBefore(before));
        refreshTokens.values().removeIf(token -> token.expiresAt().isBefore(before));
        revokedTokens.values().removeIf(token -> token.until().isBefore(before));
        // Not while a refresh token of the family exists, which would be valid again.
        Set<String> families = new HashSet<>();
        refreshTokens.values().forEach(token -> families.add(token.family()));
        revocations.removeIf(revocation -> revocation instanceof Revocation.OfFamily gone
                && gone.at().isBefore(before)
                && !families.contains(gone.family()));
    }
}
