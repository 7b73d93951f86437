package io.github.licensing4j.core.credential;

/** Makes text of others fit for a log: it must neither break lines nor fill the log. */
public final class PrintableText {
    private PrintableText() {}

    /**
     * Replaces control and format characters, line separators and lone surrogates by question marks.
     *
     * @param max how many characters are kept
     */
    public static String of(String text, int max) {
        StringBuilder printable = new StringBuilder();
        text.codePoints()
                .limit(max)
                .forEach(character -> printable.appendCodePoint(isPrintable(character) ? character : '?'));
        return printable.toString();
    }

    /** Returns whether no character of a text breaks lines, hides text, or is half of a character, which no store can keep. */
    public static boolean isPrintable(String text) {
        return text.codePoints().allMatch(PrintableText::isPrintable);
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
