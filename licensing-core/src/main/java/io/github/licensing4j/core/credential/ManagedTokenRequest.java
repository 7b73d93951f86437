package io.github.licensing4j.core.credential;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The content of a new token of a managed license. Its plan and limits are on record, not in the token.
 *
 * @param tokenId its {@code jti}
 * @param customer its customer, {@code sub}
 * @param license the license's id, {@code lic}
 * @param issuedAt its {@code iat} and {@code nbf}, in whole seconds
 * @param expiresAt its {@code exp}, in whole seconds
 * @param scopes its scopes
 * @param bindings its bindings
 * @param confirmation a member of {@code cnf}, such as {@code jkt}, with its value; null for none
 * @param status where its status is published, null if it is not
 */
public record ManagedTokenRequest(
        String tokenId,
        String customer,
        String license,
        Instant issuedAt,
        Instant expiresAt,
        Set<String> scopes,
        Bindings bindings,
        Map.@Nullable Entry<String, String> confirmation,
        @Nullable StatusReference status) {

    void addOptional(Map<String, Object> claims) {
        if (!scopes.isEmpty()) {
            claims.put("scope", String.join(" ", new TreeSet<>(scopes)));
        }
        Map<String, Object> bind = new LinkedHashMap<>();
        put(bind, "ips", bindings.ips());
        put(bind, "devices", new TreeSet<>(bindings.devices()));
        put(bind, "users", new TreeSet<>(bindings.users()));
        put(bind, "organisations", new TreeSet<>(bindings.organisations()));
        if (!bind.isEmpty()) {
            claims.put("bind", bind);
        }
        if (confirmation != null) {
            claims.put("cnf", Map.of(confirmation.getKey(), confirmation.getValue()));
        }
        if (status != null) {
            claims.put("status", status.claim());
        }
    }

    private static void put(Map<String, Object> bind, String name, Collection<String> values) {
        if (!values.isEmpty()) {
            bind.put(name, values);
        }
    }
}
