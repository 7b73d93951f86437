package io.github.licensing4j;

import java.util.Objects;

/**
 * Code of the service requires something that the license of the current call does not include. The web layer answers it with
 * the problem document of its refusal; other callers handle it as any other exception.
 */
public final class LicenseRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /** Creates an exception of a refusal, whose detail is its message. */
    public LicenseRefusedException(Refusal refusal) {
        super(refusal.code().text() + ": " + refusal.detail());
        this.refusal = refusal;
    }

    /** Returns the refusal. */
    public Refusal refusal() {
        return Objects.requireNonNull(refusal, "an exception that was serialized has no refusal");
    }
}
