package io.github.licensing4j.servlet.admin;

import java.util.regex.Pattern;

/** What may be shown of texts that somebody sent. */
final class Texts {
    /** API keys, refresh tokens and whatever begins like a signed token. */
    private static final Pattern SECRET =
            Pattern.compile("l[kr]_[a-z0-9]{1,16}_[0-9A-Za-z_]{8,}|eyJ[0-9A-Za-z_-]{10,}[0-9A-Za-z_.-]*");

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.#-]{0,31}");

    private Texts() {}

    /** A text with every secret in it crossed out. */
    static String withoutSecrets(String text) {
        return SECRET.matcher(text).replaceAll("***");
    }

    /** Whether a text looks like the name of a member, and so may be repeated. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Whether a text has no control characters, nothing that breaks lines and no halves of characters. */
    static boolean isPlain(String text) {
        return text.codePoints().noneMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        });
    }
}
