package io.github.licensing4j;

/** The body of a request is longer than the host reads for its digest. */
public final class BodyTooLargeException extends LicensingException {
    private static final long serialVersionUID = 1L;

    private final long maxBytes;

    /** @param maxBytes the number of bytes that the host reads at most */
    public BodyTooLargeException(long maxBytes) {
        super("the body of a signed request has more than " + maxBytes + " bytes");
        this.maxBytes = maxBytes;
    }

    /** Returns the number of bytes that the host reads at most. */
    public long maxBytes() {
        return maxBytes;
    }
}
