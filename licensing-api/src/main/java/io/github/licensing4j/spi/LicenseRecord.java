package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A license as it is stored: facts and timestamps, from which its state at any instant follows.
 *
 * @param id its name
 * @param customer who bought it
 * @param plan the plan version it pins
 * @param createdAt when it was made
 * @param anchor the instant its quota periods are counted from
 * @param zone the zone its quota periods are counted in
 * @param startsAt the first instant at which it holds, null if it always has
 * @param expiresAt the first instant at which it no longer holds, null if it has no end
 * @param suspendedAt when a hold was placed on it, null if none lies on it
 * @param cancelledAt when it was or will be cancelled, null if not
 * @param revokedAt when it was revoked for good, null if not
 */
public record LicenseRecord(
        LicenseId id,
        String customer,
        PlanId plan,
        Instant createdAt,
        Instant anchor,
        ZoneId zone,
        @Nullable Instant startsAt,
        @Nullable Instant expiresAt,
        @Nullable Instant suspendedAt,
        @Nullable Instant cancelledAt,
        @Nullable Instant revokedAt) {}
