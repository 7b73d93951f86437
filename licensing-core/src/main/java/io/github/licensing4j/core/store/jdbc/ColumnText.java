package io.github.licensing4j.core.store.jdbc;

/**
 * Encodes strings for columns. PostgreSQL rejects NUL and every database rejects unpaired surrogates, so these are
 * written as U+001A and four hexadecimal digits, and so is U+001A itself: different strings are always different in a
 * column, and each is read back exactly.
 */
final class ColumnText {
    private static final char MARK = '\u001a';

    private ColumnText() {}

    static String stored(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isMarked(text, i)) {
                return marked(text);
            }
        }
        return text;
    }

    private static String marked(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isMarked(text, i)) {
                out.append(MARK).append(String.format("%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isMarked(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
        }
        return c == 0 || c == MARK;
    }

    static String read(String column) {
        if (column.indexOf(MARK) < 0) {
            return column;
        }
        StringBuilder out = new StringBuilder(column.length());
        for (int i = 0; i < column.length(); i++) {
            int meant = column.charAt(i) == MARK ? meant(column, i + 1) : -1;
            out.append(meant < 0 ? column.charAt(i) : (char) meant);
            i += meant < 0 ? 0 : 4;
        }
        return out.toString();
    }

    /**
     * Decodes only characters that would have been encoded; others were not written by {@link #stored} and stay
     * unchanged.
     */
    private static int meant(String column, int from) {
        if (from + 4 > column.length()) {
            return -1;
        }
        int c = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(column.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            c = 16 * c + digit;
        }
        return c == 0 || c == MARK || Character.isSurrogate((char) c) ? c : -1;
    }
}
