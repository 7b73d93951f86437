package io.github.licensing4j.core.credential;

import io.github.licensing4j.RefusalCode;

/** The result of verifying a token. */
public sealed interface Verification permits VerifiedCaller, Verification.Rejected {

    /**
     * The token is not valid.
     *
     * @param code the code of the refusal
     * @param cause for the log only: the reason, without any part of the token
     */
    record Rejected(RefusalCode code, String cause) implements Verification {}
}
