package io.github.licensing4j.core.catalog;

/**
 * A position in a text.
 *
 * @param line counted from 1, 0 where there is no text
 * @param column counted from 1, 0 where there is no text
 */
record SourcePosition(int line, int column) {
    /** No position: the value came from code or a token, not from a file. */
    static final SourcePosition NOWHERE = new SourcePosition(0, 0);
}
