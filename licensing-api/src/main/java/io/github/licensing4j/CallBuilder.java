package io.github.licensing4j;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a call from its parts. Not safe for use by many threads. */
public final class CallBuilder {
    private final String method;
    private final RequestPath path;
    private final List<Credential> credentials = new ArrayList<>(1);
    private final Map<String, List<String>> headers = new HashMap<>();
    private final Map<String, byte[]> digests = new HashMap<>();
    private Call.Peer peer = new Call.Peer("", Call.Route.DIRECT);
    private @Nullable URI uri;
    private @Nullable X509Certificate certificate;

    CallBuilder(String method, RequestPath path) {
        this.method = method;
        this.path = path;
    }

    /** Adds a credential that the request carries: default none. */
    public CallBuilder credential(Credential credential) {
        credentials.add(credential);
        return this;
    }

    /** Sets the sender: default an empty address without a forwarding header. */
    public CallBuilder peer(Call.Peer sender) {
        this.peer = sender;
        return this;
    }

    /** Sets the absolute address that the client used: default unknown. */
    public CallBuilder effectiveUri(URI address) {
        this.uri = address;
        return this;
    }

    /** Adds a line of a header field: default none. */
    public CallBuilder header(String name, String value) {
        headers.computeIfAbsent(name, field -> new ArrayList<>(1)).add(value);
        return this;
    }

    /** Sets the certificate that the client has authenticated the connection with: default none. */
    public CallBuilder clientCertificate(X509Certificate authenticated) {
        this.certificate = authenticated;
        return this;
    }

    /** Sets the digest of the body under a name of {@link java.security.MessageDigest}: default none. */
    public CallBuilder bodyDigest(String algorithm, byte[] digest) {
        digests.put(algorithm, digest.clone());
        return this;
    }

    /** Builds the call. */
    public Call build() {
        return new Call(method, path, credentials, peer, new CollectedEvidence(uri, headers, certificate, digests));
    }
}
