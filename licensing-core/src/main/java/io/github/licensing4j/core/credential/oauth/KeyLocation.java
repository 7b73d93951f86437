package io.github.licensing4j.core.credential.oauth;

import java.net.URI;

/** Locates the keys that verify the access tokens of an issuer. */
public sealed interface KeyLocation {

    /**
     * A fixed address of a key set.
     *
     * @param uri https, or http on the loopback
     */
    record Address(URI uri) implements KeyLocation {}

    /** The metadata of the issuer name the address (RFC 8414, OpenID Connect Discovery 1.0). */
    record Metadata() implements KeyLocation {}

    /** There are none: every token is introspected. */
    record None() implements KeyLocation {}

    /** The host has verified each token before the license check. A token that it has not verified is refused. */
    record Host() implements KeyLocation {}
}
