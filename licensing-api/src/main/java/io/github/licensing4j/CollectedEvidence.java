package io.github.licensing4j;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Holds evidence that was collected in advance. */
record CollectedEvidence(
        @Nullable URI uri,
        Map<String, List<String>> headers,
        @Nullable X509Certificate certificate,
        Map<String, byte[]> digests)
        implements CallEvidence {
    static final CollectedEvidence NONE = new CollectedEvidence(null, Map.of(), null, Map.of());

    CollectedEvidence {
        TreeMap<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> fields.put(name, List.copyOf(values)));
        headers = fields;
        digests = Map.copyOf(digests);
    }

    @Override
    public Optional<URI> effectiveUri() {
        return Optional.ofNullable(uri);
    }

    @Override
    public List<String> header(String name) {
        return headers.getOrDefault(name, List.of());
    }

    @Override
    public Optional<X509Certificate> clientCertificate() {
        return Optional.ofNullable(certificate);
    }

    @Override
    public Optional<byte[]> bodyDigest(String algorithm) {
        return Optional.ofNullable(digests.get(algorithm)).map(byte[]::clone);
    }

    /** Hides header values, which may be credentials. */
    @Override
    public String toString() {
        return "CollectedEvidence[uri=" + uri + ", headers=" + headers.keySet() + "]";
    }
}
