package io.github.licensing4j.spring;

import java.util.List;
import java.util.stream.Collectors;

/** Signals that required properties are not set, or point to nothing. */
final class MissingPropertyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Missing> missing;

    /**
     * One property.
     *
     * @param property its name
     * @param problem what is wrong, as a sentence without its full stop
     * @param expected the expected value
     */
    record Missing(String property, String problem, String expected) {}

    MissingPropertyException(String property, String expected) {
        this(property, property + " is not set", expected);
    }

    MissingPropertyException(String property, String problem, String expected) {
        this(List.of(new Missing(property, problem, expected)));
    }

    MissingPropertyException(List<Missing> missing) {
        super(missing.stream().map(Missing::problem).collect(Collectors.joining("; ")));
        this.missing = List.copyOf(missing);
    }

    List<Missing> missing() {
        return missing;
    }
}
