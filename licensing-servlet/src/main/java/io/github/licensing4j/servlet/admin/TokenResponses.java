package io.github.licensing4j.servlet.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** The response bodies of the token exchange (RFC 6749 §5). */
final class TokenResponses {
    private TokenResponses() {}

    /** An issued token. */
    record TokenAnswerJson(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("token_type") String tokenType,
            @JsonProperty("expires_in") long expiresIn,
            @JsonProperty("refresh_token") @Nullable String refreshToken,
            @Nullable String scope) {}

    /** A refused exchange. */
    record TokenErrorJson(
            String error, @JsonProperty("error_description") String description) {}
}
