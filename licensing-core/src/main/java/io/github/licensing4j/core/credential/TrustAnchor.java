package io.github.licensing4j.core.credential;

import io.github.licensing4j.RefusalCode;
import java.util.List;

/**
 * An issuer whose license tokens are believed, fixed by the host alone.
 *
 * @param issuer the exact {@code iss}
 * @param audience what {@code aud} must contain
 * @param sources where its keys come from, asked in this order
 */
public record TrustAnchor(String issuer, String audience, List<KeySource> sources) {
    public TrustAnchor {
        sources = List.copyOf(sources);
    }

    /** The key of a token, as the first source that has it knows it. */
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
