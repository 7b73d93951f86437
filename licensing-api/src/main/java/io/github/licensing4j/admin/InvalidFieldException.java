package io.github.licensing4j.admin;

import io.github.licensing4j.LicensingException;

/** A field of a request has an invalid form or value. */
public final class InvalidFieldException extends LicensingException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String expected;

    /**
     * @param field the invalid member, such as {@code trial} or {@code overrides.limits.monthly}
     * @param expected what is wrong and what was expected, in one sentence without secrets
     */
    public InvalidFieldException(String field, String expected) {
        super(field + ": " + expected);
        this.field = field;
        this.expected = expected;
    }

    public String field() {
        return field;
    }

    public String expected() {
        return expected;
    }
}
