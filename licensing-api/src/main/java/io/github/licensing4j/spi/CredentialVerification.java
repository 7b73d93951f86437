package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.RefusalCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The result of verifying a credential. */
public sealed interface CredentialVerification {

    /**
     * The credential is genuine. Immutable. The engine checks its times, its revocation and its binding to a key on
     * every call.
     */
    non-sealed interface Verified extends CredentialVerification {

        /** Returns the license that the credential is of. */
        LicenseId license();

        /** Returns the id of the credential, by which it can be revoked. */
        String id();

        /** Returns the first instant at which it is valid. */
        Instant validFrom();

        /** Returns the first instant at which it is no longer valid. */
        Instant expiresAt();

        /** Returns the scopes of the credential. */
        Set<String> scopes();

        /** Returns the roles that the issuer of the credential has given to its bearer. Default: none. */
        default Set<String> roles() {
            return Set.of();
        }

        /**
         * Returns the user that the credential was issued to, such as the {@code sub} of an access token (RFC 9068); empty if it names
         * none. It holds a seat of limits of users where the host has authenticated none itself. Default: none.
         */
        default Optional<String> user() {
            return Optional.empty();
        }

        /**
         * Returns the organisations that the bearer belongs to, as the issuer of the credential names them. They count where the host
         * has not named the organisation of a call itself. Default: none.
         */
        default Set<String> organisations() {
            return Set.of();
        }

        /**
         * Returns the first instant at which the credential must be verified again before it is used, because its issuer may
         * have changed it. Default: never.
         */
        default Instant verifyAgainAt() {
            return Instant.MAX;
        }

        /**
         * Returns the name by which the license was found; the credential is verified again once that name leads to another
         * license, or to none. Default: none, and the credential itself names its license.
         */
        default Optional<ExternalName> externalName() {
            return Optional.empty();
        }

        /**
         * Returns the keys of which the sender must prove to possess every one; empty if the credential is bound to none. Default:
         * none.
         */
        default List<Confirmation> confirmations() {
            return List.of();
        }
    }

    /**
     * The credential is not valid.
     *
     * @param code the code of the refusal; {@link RefusalCode#ENFORCEMENT_UNAVAILABLE} if it cannot be verified now
     * @param cause the reason for operators; not shown to callers
     */
    record Rejected(RefusalCode code, String cause) implements CredentialVerification {}
}
