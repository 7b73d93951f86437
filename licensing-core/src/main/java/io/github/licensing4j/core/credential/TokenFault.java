package io.github.licensing4j.core.credential;

import io.github.licensing4j.RefusalCode;

/** What is wrong with a token, on its way from the place that found it to the verifier. Carries no stack: it is an answer. */
final class TokenFault extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MAX_MESSAGE = 300;

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
        return new Verification.Rejected(code, printable(String.valueOf(getMessage())));
    }

    /** A message may name a member of the token, which its sender chose: it must neither break lines nor fill the log. */
    private static String printable(String message) {
        StringBuilder text = new StringBuilder();
        message.codePoints().limit(MAX_MESSAGE).forEach(c -> text.appendCodePoint(isPrintable(c) ? c : '?'));
        return text.toString();
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
