package io.github.licensing4j.core.store.jdbc;

/**
 * Sums of 64-bit columns that no order of rows overflows. SQLite gives up on a sum as soon as a part of it is beyond 64 bits,
 * and PostgreSQL's are of another type; so each number is added up in two halves, which {@link Row#sum} puts together.
 */
final class WideColumns {
    private WideColumns() {}

    /** Two columns, {@code name_hi} and {@code name_lo}, that add up an expression. */
    static String sum(String expression, String name) {
        return "sum((" + expression + ") >> 32) as " + high(name) + ", sum((" + expression + ") & 4294967295) as "
                + low(name);
    }

    static String high(String name) {
        return name + "_hi";
    }

    static String low(String name) {
        return name + "_lo";
    }

    /** Both columns of a sum that was added up before. */
    static String both(String name) {
        return high(name) + ", " + low(name);
    }
}
