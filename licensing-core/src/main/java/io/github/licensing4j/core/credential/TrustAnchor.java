package io.github.licensing4j.core.credential;

import io.github.licensing4j.RefusalCode;
import java.util.List;

/**
 * An issuer whose license tokens are trusted, configured by the host only.
 *
 * @param issuer the exact {@code iss}
 * @param audience the value that {@code aud} must contain
 * @param sources its keys, searched in this order
 */
public record TrustAnchor(String issuer, String audience, List<KeySource> sources) {
    public TrustAnchor {
        sources = List.copyOf(sources);
    }

    /**
     * Checks that a key of the issuer has signed a token, with the one algorithm of that key.
     *
     * @throws TokenFault if it has not; {@link RefusalCode#ENFORCEMENT_UNAVAILABLE} if the keys are not there
     */
    public void requireSignature(CompactJws jws) throws TokenFault {
        String kid = jws.header().kid();
        if (kid == null) {
            throw TokenFault.invalid("its header has no 'kid'");
        }
        VerificationKey key = key(kid);
        if (key.algorithm() != jws.header().alg()) {
            throw TokenFault.invalid("its 'alg' is not that of its key");
        }
        if (key.open(jws).isEmpty()) {
            throw TokenFault.invalid("its signature does not verify");
        }
    }

    /** Returns the key of a token, from the first source that has it. */
    VerificationKey key(String kid) throws TokenFault {
        boolean unavailable = false;
        for (KeySource source : sources) {
            KeySource.Lookup lookup = source.find(kid);
            if (lookup instanceof KeySource.Lookup.Found found) {
                return found.key();
            }
            unavailable |= lookup instanceof KeySource.Lookup.Unavailable;
        }
        if (unavailable) {
            throw TokenFault.of(RefusalCode.ENFORCEMENT_UNAVAILABLE, "the keys of its issuer could not be fetched");
        }
        throw TokenFault.invalid("its issuer has no key of that kid");
    }
}
