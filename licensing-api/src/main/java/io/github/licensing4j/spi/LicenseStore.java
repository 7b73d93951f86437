package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import java.util.Optional;

/**
 * Where license records and revocations are kept. Asked on every call, so an implementation answers from memory and
 * keeps itself current off the calling thread. Safe for use by many threads.
 */
public interface LicenseStore {

    /** The record of a license; what it says goes before whatever a token says. */
    Optional<LicenseRecord> find(LicenseId id);

    /**
     * Whether one token was revoked.
     *
     * @param issuer the token's exact {@code iss}
     * @param tokenId its {@code jti}
     */
    boolean isTokenRevoked(String issuer, String tokenId);

    /** Knows no license and no revocation: every license is as its token says. */
    static LicenseStore none() {
        return NoLicenseStore.INSTANCE;
    }
}
