package io.github.licensing4j;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Reads the parts of a request that prove the possession of a key. Each part is read on demand, on the thread of the call,
 * during {@link Licensing#identify} only.
 */
public interface CallEvidence {

    /** Returns the absolute address that the client used, with its query and without a fragment; empty if unknown. */
    Optional<URI> effectiveUri();

    /** Returns the values of a header field in the order of their lines; empty if it is absent. Names ignore case. */
    List<String> header(String name);

    /** Returns the certificate that the client has authenticated the connection with; empty if there is none. */
    Optional<X509Certificate> clientCertificate();

    /**
     * Returns the digest of the request body as it was sent, with its content coding; that of no bytes if there is no body.
     * Empty if the host cannot read the body.
     *
     * @param algorithm a name of {@link java.security.MessageDigest}, such as {@code SHA-256}
     * @throws BodyTooLargeException if the body is longer than the host reads for a digest
     */
    Optional<byte[]> bodyDigest(String algorithm);

    /** Returns evidence without any part. */
    static CallEvidence none() {
        return CollectedEvidence.NONE;
    }
}
