package io.github.licensing4j.spi;

import io.github.licensing4j.Credential;

/**
 * Verifies credentials of one kind: license tokens, API keys, or those of an issuer that the host trusts.
 *
 * <p>The engine uses the first verifier that accepts a credential, plugged verifiers first. It caches a verified
 * credential, so a verifier is called once for many calls, and its result must not depend on the call. A plugged
 * verifier names stored licenses; its credentials cannot administer API keys. Safe for use by many threads.
 */
public interface CredentialVerifier {

    /** Returns whether a credential is of this kind, by its source and form only. Runs on every call. */
    boolean accepts(Credential credential);

    /**
     * Returns the name that a verified credential is cached by, different for different credentials. Default: its value.
     * A verifier of secrets without an expiry returns a digest, so that no secret stays in memory.
     */
    default String cacheName(Credential credential) {
        return credential.value();
    }

    /** Verifies a credential that this verifier accepts. Never throws because of its content. */
    CredentialVerification verify(Credential credential);
}
