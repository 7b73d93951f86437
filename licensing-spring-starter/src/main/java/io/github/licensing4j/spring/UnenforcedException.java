package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;

/** Something is annotated, ruled or included that nothing would enforce, so the start fails. */
final class UnenforcedException extends LicensingException {
    private static final long serialVersionUID = 1L;

    private final String action;

    /** @param action what to change */
    UnenforcedException(String message, String action) {
        super(message);
        this.action = action;
    }

    String action() {
        return action;
    }
}
