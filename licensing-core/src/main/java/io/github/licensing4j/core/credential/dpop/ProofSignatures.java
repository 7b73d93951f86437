package io.github.licensing4j.core.credential.dpop;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.SignatureCheck;
import io.github.licensing4j.core.credential.VerifiedTokens;

/**
 * Verifies the signatures of proofs. Caches the checks of keys that have signed a valid proof, because preparing a key takes
 * longer than verifying with it. Safe for use by many threads.
 */
final class ProofSignatures {
    private static final int MAX_KEYS = 4096;

    private final VerifiedTokens<SignatureCheck> checks = new VerifiedTokens<>(MAX_KEYS);

    /** Returns whether a proof is signed by its key. */
    boolean verifies(DpopProof proof) {
        String name = proof.key().name();
        SignatureCheck known = checks.get(name);
        if (known != null) {
            return proof.isSigned(known);
        }
        try {
            SignatureCheck fresh = proof.key().check();
            boolean isSigned = proof.isSigned(fresh);
            if (isSigned) {
                checks.put(name, fresh, checks.generation());
            }
            return isSigned;
        } catch (LicensingException e) {
            // The bytes are no key of their type, which the JDK and Bouncy Castle notice here.
            return false;
        }
    }
}
