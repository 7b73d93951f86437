/**
 * Access tokens of identity providers as credentials: JWTs (RFC 9068), opaque tokens (RFC 7662), and tokens that the host has
 * verified. A reader starts at {@link io.github.licensing4j.core.credential.oauth.OAuthIssuer} and
 * {@link io.github.licensing4j.core.credential.oauth.JwtAccessTokenVerifier}.
 */
@NullMarked
package io.github.licensing4j.core.credential.oauth;

import org.jspecify.annotations.NullMarked;
