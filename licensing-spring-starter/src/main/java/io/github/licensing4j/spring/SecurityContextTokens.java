package io.github.licensing4j.spring;

import io.github.licensing4j.AuthenticatedToken;
import io.github.licensing4j.servlet.HostTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;

/**
 * Reads the access token of the security context: of a {@code JwtAuthenticationToken} or a {@code BearerTokenAuthentication}. Other
 * authentications have none.
 */
final class SecurityContextTokens implements HostTokens {

    @Override
    public Optional<HostToken> of(HttpServletRequest request) {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication instanceof AbstractOAuth2TokenAuthenticationToken<?> verified
                && verified.isAuthenticated()) {
            return Optional.of(new HostToken(
                    verified.getToken().getTokenValue(),
                    new AuthenticatedToken(claims(verified.getTokenAttributes()))));
        }
        return Optional.empty();
    }

    /** Returns the attributes in the types of JSON; a value of any other type is no valid claim. */
    static Map<String, @Nullable Object> claims(Map<String, ?> attributes) {
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        attributes.forEach((name, value) -> claims.put(name, json(value)));
        return claims;
    }

    private static @Nullable Object json(@Nullable Object value) {
        if (value instanceof Instant time) {
            return BigDecimal.valueOf(time.toEpochMilli(), 3);
        }
        if (value instanceof URL || value instanceof URI) {
            return value.toString();
        }
        if (value instanceof Collection<?> elements) {
            List<@Nullable Object> list = new ArrayList<>(elements.size());
            elements.forEach(element -> list.add(json(element)));
            return list;
        }
        if (value instanceof Map<?, ?> members) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            members.forEach((name, member) -> object.put(String.valueOf(name), json(member)));
            return object;
        }
        return value;
    }
}
