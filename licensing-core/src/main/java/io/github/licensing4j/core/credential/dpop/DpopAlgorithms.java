package io.github.licensing4j.core.credential.dpop;

import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.TokenFault;
import java.util.EnumSet;
import java.util.Set;

/** The signature algorithms that proofs may have. All are asymmetric (RFC 9449 §4.3, check 5). */
final class DpopAlgorithms {
    /** The names in the {@code algs} parameter of a challenge, the preferred one first. */
    static final String NAMES = "Ed25519 ES256 PS256 RS256 EdDSA";

    private static final Set<JwsAlgorithm> ACCEPTED =
            EnumSet.of(JwsAlgorithm.ED25519, JwsAlgorithm.ES256, JwsAlgorithm.PS256, JwsAlgorithm.RS256);

    private DpopAlgorithms() {}

    static JwsAlgorithm of(String name) throws TokenFault {
        return JwsAlgorithm.of(name)
                .filter(ACCEPTED::contains)
                .orElseThrow(() -> TokenFault.invalid("the header's 'alg' is not accepted"));
    }
}
