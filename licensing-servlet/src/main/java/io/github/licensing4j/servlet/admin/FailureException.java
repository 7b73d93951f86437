package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.LicensingException;

/** Ends a request with a failure. */
final class FailureException extends LicensingException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    FailureException(Failure failure) {
        super(failure.detail());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
