package io.github.licensing4j.core.credential.dpop;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.ProofUse;
import java.time.Duration;

/**
 * The settings of DPoP.
 *
 * @param use whether proofs are verified and required; default {@link ProofUse#OPTIONAL}
 * @param nonce whether a proof must have a nonce of this service; default {@link Nonce#OFF}
 * @param window how long a proof is accepted after it was made, and how long a nonce is issued; from 1 s to 10 min,
 *     default 60 s
 */
public record DpopSettings(ProofUse use, Nonce nonce, Duration window) {
    /** The time by which the clock of a client may be ahead. */
    static final Duration AHEAD = Duration.ofSeconds(5);

    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Checks the values. */
    public DpopSettings {
        if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(LONGEST) > 0) {
            throw new LicensingException("proofs are accepted for " + window + ": expected PT1S to " + LONGEST);
        }
        if (use == ProofUse.OFF && nonce == Nonce.REQUIRED) {
            throw new LicensingException("a nonce is required in DPoP proofs, but DPoP is off");
        }
    }

    /** The use of nonces in proofs. */
    public enum Nonce {
        /** The time of a proof is its {@code iat}. */
        OFF,
        /** A proof without a recent nonce is answered with one. The nonce replaces {@code iat}. */
        REQUIRED
    }

    /** Returns the default settings. */
    public static DpopSettings defaults() {
        return new DpopSettings(ProofUse.OPTIONAL, Nonce.OFF, Duration.ofSeconds(60));
    }

    /** Returns whether every credential must be bound to a key. */
    public boolean isRequired() {
        return use == ProofUse.REQUIRED;
    }
}
