package io.github.licensing4j.core.credential;

import com.nimbusds.jose.jwk.JWK;
import io.github.licensing4j.LicensingException;
import org.jspecify.annotations.Nullable;

/**
 * One key of a set. Both parts are tested with each other, so that no key signs what it could not verify.
 *
 * @param verification its public part
 * @param signing its private part, null for a key that only verifies
 * @param published its public part as it is published
 */
record HostKey(VerificationKey verification, @Nullable SigningKey signing, JWK published) {
    private static final byte[] PROBE = {'p', 'r', 'o', 'b', 'e'};

    HostKey {
        if (signing != null && !verification.check().verify(PROBE, signing.sign(PROBE))) {
            throw new LicensingException("its private part does not belong to its public part");
        }
    }
}
