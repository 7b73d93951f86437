package io.github.licensing4j.admin;

import io.github.licensing4j.LicensingException;

/** Something that was asked is not of the form or from the range it must be. */
public final class InvalidFieldException extends LicensingException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String expected;

    /**
     * @param field the member that is wrong, such as {@code trial} or {@code overrides.limits.monthly}
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
