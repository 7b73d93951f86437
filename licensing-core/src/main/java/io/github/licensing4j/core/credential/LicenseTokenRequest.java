package io.github.licensing4j.core.credential;

import io.github.licensing4j.PlanId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The content of a new license token.
 *
 * @param customer its customer, {@code sub}
 * @param license the license's id, {@code lic}
 * @param plan the plan version, null for the token of a managed license
 * @param ttl how long it is valid; above zero
 * @param scopes its scopes
 * @param features features to add, {@code +x}, and remove, {@code -x}
 * @param limits contract overrides by limit
 * @param anchor the instant its quota periods are counted from, null for calendar periods
 * @param zone the zone its quota periods are counted in, null for UTC
 * @param status where its status is published, null if it is not
 */
public record LicenseTokenRequest(
        String customer,
        String license,
        @Nullable PlanId plan,
        Duration ttl,
        Set<String> scopes,
        List<String> features,
        Map<String, Object> limits,
        @Nullable Instant anchor,
        @Nullable ZoneId zone,
        @Nullable StatusReference status) {
    public LicenseTokenRequest {
        if (ttl.isNegative() || ttl.isZero()) {
            throw new IllegalArgumentException("a token holds for a time above zero, got " + ttl);
        }
        scopes = Set.copyOf(scopes);
        features = List.copyOf(features);
        limits = Map.copyOf(limits);
    }

    /** Returns a request for a token of a plan, without scopes, bindings or overrides. */
    public static LicenseTokenRequest of(String customer, String license, PlanId plan, Duration ttl) {
        return new LicenseTokenRequest(customer, license, plan, ttl, Set.of(), List.of(), Map.of(), null, null, null);
    }
}
