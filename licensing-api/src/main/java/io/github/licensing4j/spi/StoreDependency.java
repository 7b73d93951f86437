package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import java.time.Instant;

/**
 * Identifies a stored record that a change relies on. The store checks it in the transaction that stores the change, so
 * that no change made from a credential is stored after a revocation of that credential.
 */
public sealed interface StoreDependency {

    /** Returns the id of the record, for messages; not a secret. */
    String subject();

    /**
     * The license is stored and has not changed.
     *
     * @param revision the revision that the change was made from
     */
    record LicenseAt(LicenseId license, long revision) implements StoreDependency {
        @Override
        public String subject() {
            return license.value();
        }
    }

    /**
     * The API key is stored and has not changed.
     *
     * @param revision the revision that the change was made from
     */
    record KeyAt(String issuer, String keyId, long revision) implements StoreDependency {
        @Override
        public String subject() {
            return keyId;
        }
    }

    /**
     * The license has fewer API keys than this, revoked and expired keys included.
     *
     * @param count the number of keys that the license must not have reached
     */
    record FewerKeysThan(LicenseId license, int count) implements StoreDependency {
        @Override
        public String subject() {
            return license.value();
        }
    }

    /** The token is not revoked by its id. It need not be stored. */
    record TokenNotRevoked(String issuer, String tokenId) implements StoreDependency {
        @Override
        public String subject() {
            return tokenId;
        }
    }

    /** The family of refresh tokens is not revoked. */
    record FamilyNotRevoked(String issuer, String family) implements StoreDependency {
        @Override
        public String subject() {
            return family;
        }
    }

    /** The customer is not revoked. */
    record CustomerNotRevoked(String issuer, String customer) implements StoreDependency {
        @Override
        public String subject() {
            return customer;
        }
    }

    /**
     * No revocation by age covers a token.
     *
     * @param issuedAt the {@code iat} of the token
     */
    record AgeNotRevoked(String issuer, Instant issuedAt) implements StoreDependency {
        @Override
        public String subject() {
            return issuedAt.toString();
        }
    }

    /**
     * The licenses of the customer have not changed, and there is no other.
     *
     * @param revisions the sum of their revisions, 0 where there is none; it grows with every change
     */
    record CustomerLicensesAt(String issuer, String customer, long revisions) implements StoreDependency {
        @Override
        public String subject() {
            return customer;
        }
    }
}
