package io.github.licensing4j.core.credential;

import java.util.Optional;

/**
 * A public key with its one algorithm.
 *
 * @param kid its key id in its set
 * @param algorithm the only algorithm it is used with
 * @param check verifies with it
 */
record VerificationKey(String kid, JwsAlgorithm algorithm, SignatureCheck check) {

    /** Returns the payload of a JWS that this key signed, empty if it did not: another algorithm is another key. */
    Optional<byte[]> open(CompactJws jws) {
        return jws.header().alg() == algorithm && check.verify(jws.signingInput(), jws.signature())
                ? Optional.of(jws.payload())
                : Optional.empty();
    }
}
