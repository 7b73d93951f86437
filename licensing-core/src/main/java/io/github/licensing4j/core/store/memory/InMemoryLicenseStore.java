package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseStore;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** License records and revoked tokens for as long as the process lives. Holds what it is given and nothing else. */
public final class InMemoryLicenseStore implements LicenseStore {
    // Optionals as values, so that a look-up on the call's path makes nothing.
    private final Map<LicenseId, Optional<LicenseRecord>> licenses = new ConcurrentHashMap<>();
    private final Set<TokenName> revoked = ConcurrentHashMap.newKeySet();

    private record TokenName(String issuer, String tokenId) {}

    @Override
    public Optional<LicenseRecord> find(LicenseId id) {
        return licenses.getOrDefault(id, Optional.empty());
    }

    @Override
    public boolean isTokenRevoked(String issuer, String tokenId) {
        return !revoked.isEmpty() && revoked.contains(new TokenName(issuer, tokenId));
    }

    /** Adds a license, or replaces the record of the same name. Effective on the next call. */
    public void put(LicenseRecord license) {
        licenses.put(license.id(), Optional.of(license));
    }

    /** Revokes one token for good. Effective on the next call. */
    public void revokeToken(String issuer, String tokenId) {
        revoked.add(new TokenName(issuer, tokenId));
    }
}
