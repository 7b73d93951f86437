package io.github.licensing4j.core.credential;

/** The use of one kind of proof of possession. */
public enum ProofUse {
    /** None is verified; credentials that are bound to its kind of key are refused. */
    OFF,
    /** Credentials that are bound to a key need a proof of it. */
    OPTIONAL,
    /** Every credential must be bound to a key and needs a proof of it. API keys are bound to none, so that they are refused. */
    REQUIRED
}
