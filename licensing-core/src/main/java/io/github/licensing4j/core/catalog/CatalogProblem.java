package io.github.licensing4j.core.catalog;

/**
 * One problem of a catalog.
 *
 * @param file the file, as the caller named it
 * @param line counted from 1, 0 where the problem has no line
 * @param column counted from 1, 0 where the problem has no line
 * @param message what was found, what was expected, and the nearest known name where there is one
 */
public record CatalogProblem(String file, int line, int column, String message) {

    /** Returns the form that editors and build logs turn into a link: {@code file:line:column: message}. */
    @Override
    public String toString() {
        return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
    }
}
