package io.github.licensing4j.core;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An issuer of license tokens besides the host itself.
 *
 * @param issuer the exact {@code iss} of its tokens
 * @param jwksUri where its public keys are published; https, or http on the loopback
 * @param audience what {@code aud} of its tokens must contain, null for the host's own audience
 * @param statusList where its revoked tokens are listed, or what the addresses of its numbered lists begin with; null to
 *     not look at them
 */
public record TrustedIssuer(
        String issuer,
        URI jwksUri,
        @Nullable String audience,
        @Nullable URI statusList) {

    /** An issuer whose status lists are not looked at. */
    public TrustedIssuer(String issuer, URI jwksUri, @Nullable String audience) {
        this(issuer, jwksUri, audience, null);
    }
}
