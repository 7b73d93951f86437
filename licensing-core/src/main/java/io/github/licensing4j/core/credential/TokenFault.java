package io.github.licensing4j.core.credential;

import io.github.licensing4j.RefusalCode;

/** What is wrong with a token, on its way from the place that found it to the verifier. Carries no stack: it is an answer. */
final class TokenFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final RefusalCode code;

    private TokenFault(RefusalCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** @param message for the log: no part of the token in it */
    static TokenFault invalid(String message) {
        return new TokenFault(RefusalCode.CREDENTIAL_INVALID, message);
    }

    static TokenFault of(RefusalCode code, String message) {
        return new TokenFault(code, message);
    }

    Verification.Rejected toRejection() {
        return new Verification.Rejected(code, String.valueOf(getMessage()));
    }
}
