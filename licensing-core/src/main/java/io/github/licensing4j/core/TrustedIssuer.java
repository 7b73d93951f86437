package io.github.licensing4j.core;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An issuer of license tokens besides the host itself.
 *
 * @param issuer the exact {@code iss} of its tokens
 * @param jwksUri the address of its public keys; https, or http on the loopback
 * @param audience the value that {@code aud} of its tokens must contain, null for the host's own audience
 * @param statusList the address of its status list, or the common prefix of its numbered lists; null to read none
 */
public record TrustedIssuer(
        String issuer,
        URI jwksUri,
        @Nullable String audience,
        @Nullable URI statusList) {

    /** Creates an issuer without status lists. */
    public TrustedIssuer(String issuer, URI jwksUri, @Nullable String audience) {
        this(issuer, jwksUri, audience, null);
    }
}
