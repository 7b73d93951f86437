package io.github.licensing4j.core.condition;

import io.github.licensing4j.LicensingException;

/** Compiles conditions. The library of the expression language is optional: a catalog without conditions needs none. */
public final class ConditionCompiler {
    /** The artifact that a host adds to use conditions. */
    public static final String ARTIFACT = "dev.cel:cel";

    private static final String LIBRARY = "dev.cel.compiler.CelCompilerFactory";

    private ConditionCompiler() {}

    /** Returns whether the library is on the class path. */
    public static boolean isAvailable() {
        try {
            Class.forName(LIBRARY, false, ConditionCompiler.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }

    /**
     * Compiles and type-checks a condition.
     *
     * @throws IllegalArgumentException if the expression is wrong or too large; the message names the part of it
     * @throws LicensingException if the library is not on the class path
     */
    public static Condition compile(ConditionSource source) {
        if (source.expression().length() > ConditionBounds.EXPRESSION) {
            throw new IllegalArgumentException("the expression has "
                    + source.expression().length() + " characters, expected at most " + ConditionBounds.EXPRESSION);
        }
        if (!isAvailable()) {
            throw new LicensingException(
                    "conditions need the library " + ARTIFACT + ", which is not on the class path");
        }
        return new Condition(source, CelProgram.compile(source));
    }
}
