package io.github.licensing4j.core.credential;

import io.github.licensing4j.core.condition.CredentialKind;
import io.github.licensing4j.spi.CredentialVerification;

/** A credential that a verifier of this library has verified. */
public interface OwnCredential extends CredentialVerification.Verified {

    /** Returns its kind. */
    CredentialKind kind();
}
