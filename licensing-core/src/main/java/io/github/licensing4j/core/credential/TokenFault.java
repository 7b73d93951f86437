package io.github.licensing4j.core.credential;

import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.spi.CredentialVerification;

/** A token is not valid. Has no stack trace, because it is a regular result. */
public final class TokenFault extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MAX_MESSAGE = 300;

    private final RefusalCode code;

    private TokenFault(RefusalCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /**
     * Returns the fault of an invalid token.
     *
     * @param message for the log: without any part of the token
     */
    public static TokenFault invalid(String message) {
        return new TokenFault(RefusalCode.CREDENTIAL_INVALID, message);
    }

    /**
     * Returns a fault with a code of its own.
     *
     * @param message for the log: without any part of the token
     */
    public static TokenFault of(RefusalCode code, String message) {
        return new TokenFault(code, message);
    }

    /** Returns the rejection of a credential with this fault. */
    public CredentialVerification.Rejected toRejection() {
        return new CredentialVerification.Rejected(code, PrintableText.of(String.valueOf(getMessage()), MAX_MESSAGE));
    }
}
