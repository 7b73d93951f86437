package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.Call;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Declined;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Exchanged;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Limited;
import io.github.licensing4j.servlet.admin.TokenResponses.TokenAnswerJson;
import io.github.licensing4j.servlet.admin.TokenResponses.TokenErrorJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges API keys and refresh tokens for license tokens (RFC 6749 §4.4, §5, §6). The key is in {@code X-API-Key} or
 * the password of {@code Authorization: Basic}; nothing is read from the query string. With a {@code DPoP} header field the
 * tokens are bound to the key of that proof (RFC 9449 §5).
 */
final class TokenEndpoint {
    private static final int MAX_FORM = 16 * 1024;

    Answer answer(HttpServletRequest request, LicenseAdmin admin, Call call) throws IOException {
        Map<String, String> form;
        try {
            form = form(request);
        } catch (IllegalArgumentException e) {
            return declined("invalid_request", String.valueOf(e.getMessage()));
        }
        Set<String> scopes = form.containsKey("scope")
                ? new TreeSet<>(List.of(form.get("scope").strip().split(" +")))
                : Set.of();
        scopes = scopes.equals(Set.of("")) ? Set.of() : scopes;
        return switch (form.getOrDefault("grant_type", "")) {
            case "client_credentials" -> {
                String key = key(request);
                yield key == null
                        ? declined("invalid_client", "An API key is needed in X-API-Key or as Basic password.")
                        : answer(admin.tokens().exchange(key, scopes, call));
            }
            case "refresh_token" -> {
                String refresh = form.get("refresh_token");
                yield refresh == null
                        ? declined("invalid_request", "refresh_token is missing.")
                        : answer(admin.tokens().refresh(refresh, scopes, call));
            }
            case "" -> declined("invalid_request", "grant_type is missing.");
            default -> declined("unsupported_grant_type", "Expected client_credentials or refresh_token.");
        };
    }

    private static Map<String, String> form(HttpServletRequest request) throws IOException {
        String type = request.getContentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
            throw new IllegalArgumentException("The body is not application/x-www-form-urlencoded.");
        }
        String text = new String(Json.bytes(request, MAX_FORM), StandardCharsets.UTF_8);
        Map<String, String> form = new HashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (form.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("A parameter is present twice.");
            }
        }
        return form;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The body is not well-formed.", e);
        }
    }

    private static @Nullable String key(HttpServletRequest request) {
        String key = request.getHeader("X-API-Key");
        String basic = basicPassword(request);
        // Two credentials are ambiguous and refused.
        return key != null && basic != null ? null : key != null ? key : basic;
    }

    private static @Nullable String basicPassword(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return null;
        }
        try {
            String pair =
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            String password = colon < 0 ? "" : pair.substring(colon + 1);
            return password.isEmpty() ? pair.substring(0, Math.max(0, colon)) : password;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Answer answer(io.github.licensing4j.admin.LicenseTokens.Exchange exchange) {
        if (exchange instanceof Declined declined) {
            return with(declined.responseFields(), declined(declined.error(), declined.description()));
        }
        if (exchange instanceof Limited limited) {
            // RFC 8628 §3.5 defines this error for clients that request too often.
            return declined(429, "slow_down", "The API key or its customer exchanges too often.")
                    .with(
                            "Retry-After",
                            Long.toString(Math.max(
                                    1, limited.retryAfter().plusMillis(999).toSeconds())));
        }
        Exchanged made = (Exchanged) exchange;
        return with(
                made.binding().responseFields(),
                Answer.ok(new TokenAnswerJson(
                        made.token().token(),
                        made.binding().thumbprint() == null ? "Bearer" : "DPoP",
                        made.ttl().toSeconds(),
                        made.refreshToken(),
                        made.scopes().isEmpty() ? null : String.join(" ", new TreeSet<>(made.scopes())))));
    }

    private static Answer with(Map<String, String> fields, Answer answer) {
        Answer complete = answer;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            complete = complete.with(field.getKey(), field.getValue());
        }
        return complete;
    }

    /** Answers a refusal with a challenge, as every 401 has (RFC 9110 section 15.5.2), for any field of the key. */
    private static Answer declined(String error, String description) {
        return switch (error) {
            case "invalid_client" ->
                declined(401, error, description).with("WWW-Authenticate", "Basic realm=\"licensing\"");
            case "temporarily_unavailable" -> declined(503, error, description).with("Retry-After", "1");
            default -> declined(400, error, description);
        };
    }

    private static Answer declined(int status, String error, String description) {
        return Answer.json(status, new TokenErrorJson(error, description));
    }
}
