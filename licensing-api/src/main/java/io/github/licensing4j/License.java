package io.github.licensing4j;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A license at the instant it was evaluated.
 *
 * @param id its id
 * @param customer the customer that bought it
 * @param plan the plan version that it uses
 * @param state its state, derived from timestamps
 * @param anchor the instant its quota periods are counted from
 * @param zone the zone its quota periods are counted in
 * @param expiresAt the first instant at which it is no longer valid, null if it has no end
 */
public record License(
        LicenseId id,
        String customer,
        PlanId plan,
        LicenseState state,
        Instant anchor,
        ZoneId zone,
        @Nullable Instant expiresAt) {}
