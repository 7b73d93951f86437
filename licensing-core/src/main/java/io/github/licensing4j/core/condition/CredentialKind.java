package io.github.licensing4j.core.condition;

import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of credentials, which {@code credential.kind} distinguishes. A proof of possession beside a credential does not change its kind. */
public enum CredentialKind {
    /** A license token of the issuer of this service, or of a trusted one. */
    LICENSE_TOKEN("license-token"),
    /** An API key. */
    API_KEY("api-key"),
    /** An OAuth access token that this library has verified: a JWT (RFC 9068), or by introspection (RFC 7662). */
    ACCESS_TOKEN("access-token"),
    /** An access token that the host has verified, such as by Spring Security. */
    AUTHENTICATED_TOKEN("authenticated-token"),
    /** The signature of the request (RFC 9421), without another credential. */
    SIGNATURE("signature"),
    /** A credential that a verifier of the host has verified. */
    OTHER("other");

    private final String text;

    CredentialKind(String text) {
        this.text = text;
    }

    /** Returns the value of {@code credential.kind}. */
    public String text() {
        return text;
    }

    /** Returns the kind with a text, empty if there is none. */
    static Optional<CredentialKind> of(String text) {
        return Stream.of(values()).filter(kind -> kind.text.equals(text)).findFirst();
    }
}
