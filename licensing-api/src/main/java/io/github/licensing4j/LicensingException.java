package io.github.licensing4j;

/** The base of every exception of this library: a fault of configuration, code or environment, never of a caller. */
public class LicensingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LicensingException(String message) {
        super(message);
    }

    public LicensingException(String message, Throwable cause) {
        super(message, cause);
    }
}
