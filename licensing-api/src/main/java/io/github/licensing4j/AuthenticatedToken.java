package io.github.licensing4j;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The claims of an access token that the host has verified before the license check, for example by Spring Security. Its
 * signature is not verified again. They never appear in {@link #toString}.
 *
 * @param claims by name, in the types of JSON: text, numbers, booleans, lists, maps with text as keys, and null; times are
 *     seconds since 1970
 */
public record AuthenticatedToken(Map<String, @Nullable Object> claims) {
    public AuthenticatedToken {
        claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
    }

    @Override
    public String toString() {
        return "AuthenticatedToken[claims=***]";
    }
}
