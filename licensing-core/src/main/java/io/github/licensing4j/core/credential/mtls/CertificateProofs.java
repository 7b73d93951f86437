package io.github.licensing4j.core.credential.mtls;

/** The use of client certificates as proofs of possession. */
public enum CertificateProofs {
    /** None is verified; tokens that are bound to a certificate are refused. */
    OFF,
    /** Tokens that are bound to a certificate need a connection with it. */
    OPTIONAL,
    /** Every credential must be bound to a certificate. API keys are bound to none, so that they are refused. */
    REQUIRED
}
