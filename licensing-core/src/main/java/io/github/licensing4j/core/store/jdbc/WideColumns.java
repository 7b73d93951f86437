package io.github.licensing4j.core.store.jdbc;

/**
 * Selects sums of 64-bit columns that cannot overflow. SQLite fails if a partial sum exceeds 64 bits, and PostgreSQL's
 * sums have another type; so each number is added up in two halves, which {@link Row#sum} combines.
 */
final class WideColumns {
    private WideColumns() {}

    /** Returns two columns, {@code name_hi} and {@code name_lo}, that add up an expression. */
    static String sum(String expression, String name) {
        return "sum((" + expression + ") >> 32) as " + high(name) + ", sum((" + expression + ") & 4294967295) as "
                + low(name);
    }

    /** Returns both halves of a column, without adding up. */
    static String halves(String column) {
        return column + " >> 32 as " + high(column) + ", " + column + " & 4294967295 as " + low(column);
    }

    static String high(String name) {
        return name + "_hi";
    }

    static String low(String name) {
        return name + "_lo";
    }

    /** Returns both columns of a sum that was added up before. */
    static String both(String name) {
        return high(name) + ", " + low(name);
    }
}
