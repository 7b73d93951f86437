package io.github.licensing4j.servlet;

import io.github.licensing4j.CallEvidence;
import io.github.licensing4j.CallHeaders;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the evidence of a request when a verifier needs it. Empty once the request is gone, so that a bound credential is
 * refused then.
 */
final class RequestEvidence implements CallEvidence, CallHeaders {
    private final String external;
    private final ClientCertificates certificates;
    private volatile @Nullable SignedBody signedBody;
    private volatile @Nullable HttpServletRequest request;
    private volatile @Nullable WeakReference<HttpServletRequest> released;

    /**
     * @param request the request as the container has resolved it
     * @param external the address of the context as clients use it, without a slash at its end; empty if it is that of the
     *     request
     * @param signedBody the body of a request with a signature, null if it has no signature or no body
     */
    RequestEvidence(
            HttpServletRequest request,
            String external,
            ClientCertificates certificates,
            @Nullable SignedBody signedBody) {
        this.request = request;
        this.signedBody = signedBody;
        this.external = external;
        this.certificates = certificates;
    }

    /** Keeps the request no longer alive: what holds this evidence must not hold an async cycle. */
    void release() {
        HttpServletRequest held = request;
        if (held != null) {
            released = new WeakReference<>(held);
            request = null;
            signedBody = null;
        }
    }

    /** Returns the request, null once it is gone. */
    @Nullable
    HttpServletRequest request() {
        HttpServletRequest held = request;
        WeakReference<HttpServletRequest> weak = released;
        return held == null && weak != null ? weak.get() : held;
    }

    /**
     * Returns the address below the configured external address, or as the container has resolved it where none is
     * configured; empty if it is no URI.
     */
    @Override
    public Optional<URI> effectiveUri() {
        HttpServletRequest read = request();
        if (read == null) {
            return Optional.empty();
        }
        String query = read.getQueryString();
        try {
            return Optional.of(URI.create(address(read) + (query == null ? "" : "?" + query)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private String address(HttpServletRequest read) {
        return external.isEmpty()
                ? read.getRequestURL().toString()
                : external
                        + read.getRequestURI().substring(read.getContextPath().length());
    }

    @Override
    public List<String> header(String name) {
        HttpServletRequest read = request();
        if (read == null) {
            return List.of();
        }
        PendingCall pending = PendingCall.attribute(read);
        if (pending != null) {
            pending.isProofRead = true;
        }
        return Collections.list(read.getHeaders(name));
    }

    /** Returns a header field for a condition of the catalog, which is no proof. */
    @Override
    public List<String> values(String name) {
        HttpServletRequest read = request();
        return read == null ? List.of() : Collections.list(read.getHeaders(name));
    }

    @Override
    public Optional<X509Certificate> clientCertificate() {
        HttpServletRequest read = request();
        return read == null ? Optional.empty() : certificates.of(read);
    }

    /** Returns the body of a request with a signature, null if it has no signature or no body. */
    @Nullable
    SignedBody signedBody() {
        return signedBody;
    }

    /** Reads the body of a request with a signature, so that it is passed on from memory; no other one. */
    @Override
    public Optional<byte[]> bodyDigest(String algorithm) {
        HttpServletRequest read = request();
        if (read == null) {
            return Optional.empty();
        }
        SignedBody body = signedBody;
        if (body != null) {
            return body.digest(algorithm);
        }
        return RequestBody.isPossible(read) ? Optional.empty() : Optional.of(SignedBody.digest(algorithm, new byte[0]));
    }
}
