package io.github.licensing4j;

/** How many of the named things must hold. */
public enum Match {
    /** Every one. */
    ALL,
    /** At least one. */
    ANY
}
