package io.github.licensing4j.spring;

/** A property that has no default is not set. */
final class MissingPropertyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String property;
    private final String expected;

    MissingPropertyException(String property, String expected) {
        super(property + " is not set");
        this.property = property;
        this.expected = expected;
    }

    String property() {
        return property;
    }

    String expected() {
        return expected;
    }
}
