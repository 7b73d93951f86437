package io.github.licensing4j.core;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An issuer of license tokens besides the host itself.
 *
 * @param issuer the exact {@code iss} of its tokens
 * @param jwksUri where its public keys are published; https, or http on the loopback
 * @param audience what {@code aud} of its tokens must contain, null for the host's own audience
 */
public record TrustedIssuer(
        String issuer, URI jwksUri, @Nullable String audience) {}
