package io.github.licensing4j.core.admin;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How tokens are exchanged.
 *
 * @param ttl how long an exchanged token holds
 * @param refresh how refresh tokens are dealt with
 * @param refreshTtl how long a refresh token holds
 * @param environment what keys and refresh tokens are of, such as {@code live}
 * @param statusList where the list of revoked tokens is published, null if it is not
 */
public record TokenSettings(
        Duration ttl,
        Refresh refresh,
        Duration refreshTtl,
        String environment,
        @Nullable URI statusList) {

    /** Whether refresh tokens are given. */
    public enum Refresh {
        NONE,
        ROTATING
    }

    /** A quarter of an hour, no refresh tokens, live, no status list. */
    public static TokenSettings defaults() {
        return new TokenSettings(Duration.ofMinutes(15), Refresh.NONE, Duration.ofDays(30), "live", null);
    }
}
