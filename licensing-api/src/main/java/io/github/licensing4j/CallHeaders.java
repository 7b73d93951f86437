package io.github.licensing4j;

import java.util.List;

/**
 * Reads header fields of a call for the conditions of the catalog. Only fields that a condition lists are read, on the thread
 * of the call, during {@link Licensing#decide} only.
 */
@FunctionalInterface
public interface CallHeaders {

    /** Returns the values of a header field in the order of their lines; empty if it is absent. Names ignore case. */
    List<String> values(String name);

    /** Returns the header fields of a call that has none, such as one that is no HTTP request. */
    static CallHeaders none() {
        return name -> List.of();
    }
}
