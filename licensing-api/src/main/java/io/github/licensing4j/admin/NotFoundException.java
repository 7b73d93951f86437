package io.github.licensing4j.admin;

import io.github.licensing4j.LicensingException;

/** There is nothing of that id. */
public final class NotFoundException extends LicensingException {
    private static final long serialVersionUID = 1L;

    /** @param kind what was looked for: {@code license}, {@code key}, {@code token} or {@code signing key} */
    public NotFoundException(String kind, String id) {
        super("there is no " + kind + " '" + id + "'");
    }
}
