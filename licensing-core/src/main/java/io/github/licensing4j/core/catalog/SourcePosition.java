package io.github.licensing4j.core.catalog;

/**
 * A place in a text.
 *
 * @param line counted from 1, 0 where there is no text to point into
 * @param column counted from 1, 0 where there is no text to point into
 */
record SourcePosition(int line, int column) {
    /** No place: the value came from code or a token, not from a file. */
    static final SourcePosition NOWHERE = new SourcePosition(0, 0);
}
