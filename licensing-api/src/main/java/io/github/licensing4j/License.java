package io.github.licensing4j;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A license as it stands at the instant it was looked at.
 *
 * @param id its name
 * @param customer who bought it
 * @param plan the plan version it pins
 * @param state its state, derived from timestamps when it was read
 * @param anchor the instant its quota periods are counted from
 * @param zone the zone its quota periods are counted in
 * @param expiresAt the first instant at which it no longer holds, null if it has no end
 */
public record License(
        LicenseId id,
        String customer,
        PlanId plan,
        LicenseState state,
        Instant anchor,
        ZoneId zone,
        @Nullable Instant expiresAt) {}
