package io.github.licensing4j.core.condition;

/**
 * The bounds of conditions. An expression beyond one of the first group is refused when the catalog is read; a call that
 * exceeds one of the second is refused.
 */
final class ConditionBounds {
    /** The longest expression, in characters. */
    static final int EXPRESSION = 2_000;

    /** The most nodes of an expression as it is written, operators and operands included. */
    static final int NODES = 300;

    /** The deepest nesting of an expression as it is written. */
    static final int NESTING = 32;

    /** The deepest nesting after macros such as {@code exists} are expanded. */
    static final int HEIGHT = 64;

    /** The most macros within each other. */
    static final int NESTED_MACROS = 2;

    /** The largest program of a regular expression, in instructions of RE2. */
    static final int REGEX = 500;

    /** The most iterations of all macros in one evaluation. */
    static final int ITERATIONS = 500;

    /** The longest value of a header field, a path or a path variable, in characters. */
    static final int TEXT = 4_096;

    private ConditionBounds() {}
}
