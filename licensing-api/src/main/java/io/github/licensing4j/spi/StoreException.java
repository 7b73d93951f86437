package io.github.licensing4j.spi;

import io.github.licensing4j.LicensingException;

/** A store is unavailable or returned invalid data. The outcome of the operation is unknown. */
public final class StoreException extends LicensingException {
    private static final long serialVersionUID = 1L;

    /** @param message the operation and the store, without secrets */
    public StoreException(String message) {
        super(message);
    }

    /** @param message the operation and the store, without secrets */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
