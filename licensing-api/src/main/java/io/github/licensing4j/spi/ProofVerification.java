package io.github.licensing4j.spi;

import io.github.licensing4j.ProofChallenge;
import io.github.licensing4j.RefusalCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The result of verifying a proof of possession. */
public sealed interface ProofVerification {

    /**
     * The sender possesses the key.
     *
     * @param responseFields header fields for the response, such as {@code DPoP-Nonce}; empty for none
     */
    record Proven(Map<String, String> responseFields) implements ProofVerification {
        private static final Proven INSTANCE = new Proven(Map.of());

        public Proven {
            responseFields = Map.copyOf(responseFields);
        }
    }

    /**
     * The call has no proof, or not a valid one.
     *
     * @param code {@link RefusalCode#PROOF_REQUIRED} or {@link RefusalCode#PROOF_INVALID};
     *     {@link RefusalCode#ENFORCEMENT_UNAVAILABLE} if it cannot be verified now, {@link RefusalCode#BODY_TOO_LARGE} if the
     *     body is too long to be verified
     * @param cause the reason for operators; not shown to callers
     * @param challenge what the response asks for, null for the challenge of the code
     */
    record Rejected(
            RefusalCode code, String cause, @Nullable ProofChallenge challenge) implements ProofVerification {

        /** Creates a rejection with the challenge of its code. */
        public Rejected(RefusalCode code, String cause) {
            this(code, cause, null);
        }
    }

    /** Returns the result of a valid proof. */
    static ProofVerification proven() {
        return Proven.INSTANCE;
    }
}
