package io.github.licensing4j.core.condition;

import java.util.List;

/** Names the part of an expression that a problem is about. */
final class ExpressionPart {
    private static final int MAX = 40;

    private ExpressionPart() {}

    /**
     * Returns the part that starts at a position, for the end of a message.
     *
     * @param line counted from 1
     * @param column counted from 0
     */
    static String at(String expression, int line, int column) {
        List<String> lines = expression.lines().toList();
        if (line < 1 || line > lines.size() || column < 0) {
            return "";
        }
        String text = lines.get(line - 1);
        String rest = text.substring(Math.min(column, text.length())).strip();
        String where = "character " + (column + 1) + (lines.size() == 1 ? "" : " of line " + line);
        if (rest.isEmpty()) {
            return " at the end (" + where + ")";
        }
        return " at '" + (rest.length() <= MAX ? rest : rest.substring(0, MAX) + "…") + "' (" + where + ")";
    }

    /** Returns the part that starts at an offset, for the end of a message. */
    static String at(String expression, int offset) {
        int start = Math.min(Math.max(offset, 0), expression.length());
        String before = expression.substring(0, start);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return at(expression, line, start - (before.lastIndexOf('\n') + 1));
    }
}
