package io.github.licensing4j.core.usage.journal;

import io.github.licensing4j.LicensingException;

/** Thrown if a journal directory cannot be used; the message says which, why, and how to fix it. */
public final class JournalException extends LicensingException {
    private static final long serialVersionUID = 1L;

    JournalException(String message) {
        super(message);
    }

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
