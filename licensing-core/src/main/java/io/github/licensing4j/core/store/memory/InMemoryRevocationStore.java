package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.Revocation;
import io.github.licensing4j.spi.RevocationSnapshot;
import io.github.licensing4j.spi.RevocationStore;
import io.github.licensing4j.spi.RevokedToken;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.TokenRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stores revocations. Only {@link InMemoryStore} changes it, under the lock. */
final class InMemoryRevocationStore implements RevocationStore {
    private final StoreLock lock;
    private final InMemoryCredentialStore credentials;
    private final InMemoryChangeFeed feed;
    private final List<Revocation> revocations = new ArrayList<>();
    private final Map<TokenName, RevokedToken> revokedTokens = new HashMap<>();
    private long statusIndexes;

    private record TokenName(String issuer, String id) {}

    InMemoryRevocationStore(StoreLock lock, InMemoryCredentialStore credentials, InMemoryChangeFeed feed) {
        this.lock = lock;
        this.credentials = credentials;
        this.feed = feed;
    }

    void put(StoreChange change) {
        revocations.addAll(change.revocations());
        change.credentials()
                .revokedTokens()
                .forEach(token -> revokedTokens.put(new TokenName(token.issuer(), token.tokenId()), token));
    }

    @Override
    public RevocationSnapshot revoked(Instant now) {
        return lock.locked(() -> {
            List<RevokedToken> tokens = new ArrayList<>();
            for (TokenRecord token : credentials.revokedTokens(now)) {
                tokens.add(new RevokedToken(token.license().issuer(), token.id(), token.expiresAt()));
            }
            revokedTokens.values().stream()
                    .filter(token -> token.until().isAfter(now))
                    .forEach(tokens::add);
            return new RevocationSnapshot(feed.generation(), tokens, revocations);
        });
    }

    boolean isTokenRevoked(String issuer, String tokenId) {
        return revokedTokens.containsKey(new TokenName(issuer, tokenId))
                || credentials
                        .token(issuer, tokenId)
                        .filter(token -> token.revokedAt() != null)
                        .isPresent();
    }

    boolean isCustomerRevoked(String issuer, String customer) {
        return revocations.stream()
                .anyMatch(revocation -> revocation instanceof Revocation.OfCustomer gone
                        && gone.issuer().equals(issuer)
                        && gone.customer().equals(customer));
    }

    boolean isRevokedByAge(String issuer, Instant issuedAt) {
        return revocations.stream()
                .anyMatch(revocation -> revocation instanceof Revocation.IssuedBefore gone
                        && gone.issuer().equals(issuer)
                        && gone.before().isAfter(issuedAt));
    }

    @Override
    public boolean isFamilyRevoked(String issuer, String family) {
        return lock.locked(() -> revocations.stream()
                .anyMatch(revocation -> revocation instanceof Revocation.OfFamily gone
                        && gone.issuer().equals(issuer)
                        && gone.family().equals(family)));
    }

    @Override
    public long nextStatusIndexes(int count) {
        return lock.locked(() -> {
            statusIndexes += count;
            return statusIndexes - count;
        });
    }

    @Override
    public long statusIndexes() {
        return lock.locked(() -> statusIndexes);
    }

    @Override
    public List<Long> revokedStatusIndexes(Instant now) {
        return lock.locked(() -> credentials.revokedTokens(now).stream()
                .map(TokenRecord::statusIndex)
                .sorted()
                .toList());
    }

    /**
     * Removes what expired before an instant.
     *
     * @param families families with a stored refresh token, which would be valid again without their revocation
     */
    void expire(Instant before, Set<String> families) {
        revokedTokens.values().removeIf(token -> token.until().isBefore(before));
        revocations.removeIf(revocation -> revocation instanceof Revocation.OfFamily gone
                && gone.at().isBefore(before)
                && !families.contains(gone.family()));
    }
}
