package io.github.licensing4j.core.credential;

import io.github.licensing4j.RefusalCode;

/** What came of verifying a token. */
public sealed interface Verification permits VerifiedCaller, Verification.Rejected {

    /**
     * The token is no proof of anything.
     *
     * @param code what to answer
     * @param cause for the log alone: what was wrong, without any part of the token
     */
    record Rejected(RefusalCode code, String cause) implements Verification {}
}
