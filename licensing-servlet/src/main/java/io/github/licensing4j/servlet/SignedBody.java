package io.github.licensing4j.servlet;

import io.github.licensing4j.BodyTooLargeException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request with a signature. It is read into memory, up to a number of bytes, when its digest is needed, and
 * passed on to the handler from there. One thread at a time uses it, as it does the request.
 */
final class SignedBody {
    private static final System.Logger LOG = System.getLogger(SignedBody.class.getName());
    private static final int BUFFER = 8192;

    private final HttpServletRequest request;
    private final int max;
    private State state = State.UNREAD;
    private byte[] start = new byte[0];
    private boolean isPassedOn;

    private enum State {
        UNREAD,
        /** All of it is in memory. */
        WHOLE,
        /** It is longer than what is in memory; the rest is in the stream of the container. */
        LONGER,
        /** It cannot be read, or another one has read it. */
        GONE
    }

    private SignedBody(HttpServletRequest request, int max) {
        this.request = request;
        this.max = max;
    }

    /** Returns the body of a request with a signature, null if it has none. */
    static @Nullable SignedBody of(HttpServletRequest request, int max) {
        return RequestBody.isPossible(request) ? new SignedBody(request, max) : null;
    }

    /**
     * Returns the digest of the whole body; empty if it cannot be read, or was read before.
     *
     * @throws BodyTooLargeException if it is too long
     */
    Optional<byte[]> digest(String algorithm) {
        if (state == State.UNREAD && request.getContentLengthLong() > max) {
            throw new BodyTooLargeException(max);
        }
        return switch (read()) {
            case WHOLE -> Optional.of(digest(algorithm, start));
            case LONGER -> throw new BodyTooLargeException(max);
            case UNREAD, GONE -> Optional.empty();
        };
    }

    static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("there is no digest '" + algorithm + "'", e);
        }
    }

    /** Reads the body, once. */
    private State read() {
        if (state != State.UNREAD) {
            return state;
        }
        try {
            start = start(request.getInputStream());
            state = start.length > max ? State.LONGER : State.WHOLE;
        } catch (IOException | IllegalStateException e) {
            // The caller has hung up, or a filter in front of this one has opened the reader.
            LOG.log(System.Logger.Level.DEBUG, "the body of a signed request cannot be read", e);
            state = State.GONE;
        }
        return state;
    }

    /** Returns the whole body, or one byte more than the most. */
    private byte[] start(ServletInputStream container) throws IOException {
        byte[] bytes = new byte[Math.min(BUFFER, max + 1)];
        int length = 0;
        while (length <= max) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(2 * bytes.length, max + 1));
            }
            int count = container.read(bytes, length, bytes.length - length);
            if (count < 0) {
                break;
            }
            length += count;
        }
        return Arrays.copyOf(bytes, length);
    }

    /** Returns the whole body if it is in memory, or fits and its length is known; null if the container must read it. */
    byte @Nullable [] whole() {
        long length = request.getContentLengthLong();
        boolean fits = length >= 0 && length <= max;
        if (state == State.UNREAD && !fits) {
            // It can no longer be verified: the container reads it.
            state = State.GONE;
        }
        return read() == State.WHOLE ? start : null;
    }

    /** Opens the body for a handler. */
    ServletInputStream open() throws IOException {
        return switch (read()) {
            case WHOLE -> new ReplayedInput(start, request.getInputStream(), ReplayedInput.Rest.NONE);
            case LONGER -> new ReplayedInput(start, request.getInputStream(), ReplayedInput.Rest.FOLLOWS);
            case UNREAD, GONE -> request.getInputStream();
        };
    }

    /** Returns whether it is to be passed on by another request: true once. */
    boolean passOn() {
        boolean first = !isPassedOn;
        isPassedOn = true;
        return first;
    }
}
