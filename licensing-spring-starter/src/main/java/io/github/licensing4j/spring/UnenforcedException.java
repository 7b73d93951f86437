package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;

/** Fails the start for annotations, rules, includes or endpoints of a protocol that would not be enforced. */
public final class UnenforcedException extends LicensingException {
    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * Creates an exception.
     *
     * @param message what would not be enforced
     * @param action what to change
     */
    public UnenforcedException(String message, String action) {
        super(message);
        this.action = action;
    }

    String action() {
        return action;
    }
}
