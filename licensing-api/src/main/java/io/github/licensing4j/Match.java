package io.github.licensing4j;

/** Selects how many of the named features must be licensed. */
public enum Match {
    /** Every one. */
    ALL,
    /** At least one. */
    ANY
}
