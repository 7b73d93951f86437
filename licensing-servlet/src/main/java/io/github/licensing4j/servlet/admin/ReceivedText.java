package io.github.licensing4j.servlet.admin;

import java.util.regex.Pattern;

/** Decides which parts of received texts may be shown. */
final class ReceivedText {
    /** API keys, refresh tokens and texts that begin like a signed token. */
    private static final Pattern SECRET =
            Pattern.compile("l[kr]_[a-z0-9]{1,16}_[0-9A-Za-z_]{8,}|eyJ[0-9A-Za-z_-]{10,}[0-9A-Za-z_.-]*");

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.#-]{0,31}");

    private ReceivedText() {}

    /** Returns a text with its secrets masked. */
    static String withoutSecrets(String text) {
        return SECRET.matcher(text).replaceAll("***");
    }

    /** Returns whether a text looks like the name of a member and like no secret, and so may be shown. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches() && !SECRET.matcher(text).find();
    }

    /** Returns whether a text has no control characters, line separators or unpaired surrogates. */
    static boolean isPlain(String text) {
        return text.codePoints().noneMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        });
    }
}
