package io.github.licensing4j.spi;

import io.github.licensing4j.LicensingException;

/** A store did not answer, or answered what it must not. Nothing is known of what was asked. */
public final class StoreException extends LicensingException {
    private static final long serialVersionUID = 1L;

    /** @param message what was asked of which store, without secrets */
    public StoreException(String message) {
        super(message);
    }

    /** @param message what was asked of which store, without secrets */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
