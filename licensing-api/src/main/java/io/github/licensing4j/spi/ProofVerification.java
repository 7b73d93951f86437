package io.github.licensing4j.spi;

import io.github.licensing4j.RefusalCode;

/** The result of verifying a proof of possession. */
public sealed interface ProofVerification {

    /** The sender possesses the key. */
    record Proven() implements ProofVerification {
        private static final Proven INSTANCE = new Proven();
    }

    /**
     * The call has no proof, or not a valid one.
     *
     * @param code {@link RefusalCode#PROOF_REQUIRED} or {@link RefusalCode#PROOF_INVALID}, or
     *     {@link RefusalCode#ENFORCEMENT_UNAVAILABLE} if it cannot be verified now
     * @param cause the reason for operators; not shown to callers
     */
    record Rejected(RefusalCode code, String cause) implements ProofVerification {}

    /** Returns the result of a valid proof. */
    static ProofVerification proven() {
        return Proven.INSTANCE;
    }
}
