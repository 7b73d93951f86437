package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;

/** Fails the start for annotations, rules or includes that would not be enforced. */
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
