package io.github.licensing4j.servlet.admin;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a table as CSV (RFC 4180). A text that a spreadsheet would take for a formula is prefixed with an apostrophe.
 */
final class Csv {
    static final String TYPE = "text/csv;charset=UTF-8;header=present";

    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private final StringBuilder text = new StringBuilder();

    Csv(List<String> names) {
        row(names);
    }

    /** Adds a line. Numbers are written as they are, everything else as quoted text where needed. */
    void row(List<?> cells) {
        text.append(cells.stream().map(Csv::cell).collect(Collectors.joining(",")))
                .append("\r\n");
    }

    private static String cell(Object value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        String cell = value.toString();
        if (value instanceof Number) {
            return cell;
        }
        String safe = isFormula(cell) ? "'" + cell : cell;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n' || c == ' ')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }

    /** Returns whether a spreadsheet would take a cell for a formula; spreadsheets skip leading spaces. */
    private static boolean isFormula(String cell) {
        int first = 0;
        while (first < cell.length() && cell.charAt(first) == ' ') {
            first++;
        }
        return first < cell.length() && FORMULA.indexOf(cell.charAt(first)) >= 0;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
