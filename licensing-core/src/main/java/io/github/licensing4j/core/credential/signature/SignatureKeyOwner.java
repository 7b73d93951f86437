package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.LicenseId;

/** Names a signature key, so that its encrypted secret cannot be moved to another one. */
public final class SignatureKeyOwner {
    private SignatureKeyOwner() {}

    /** Returns the text that the secret of a key is encrypted for. No part of it but the last has a line break. */
    public static String of(LicenseId license, String keyId) {
        return license.issuer() + "\n" + license.value() + "\n" + keyId;
    }
}
