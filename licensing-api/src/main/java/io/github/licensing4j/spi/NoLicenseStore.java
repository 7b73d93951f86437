package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import java.util.Optional;

enum NoLicenseStore implements LicenseStore {
    INSTANCE;

    @Override
    public Optional<LicenseRecord> find(LicenseId id) {
        return Optional.empty();
    }

    @Override
    public boolean isTokenRevoked(String issuer, String tokenId) {
        return false;
    }
}
