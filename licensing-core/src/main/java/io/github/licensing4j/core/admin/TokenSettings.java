package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicensingException;
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
 * @param exchanges how often tokens are exchanged
 */
public record TokenSettings(
        Duration ttl,
        Refresh refresh,
        Duration refreshTtl,
        String environment,
        @Nullable URI statusList,
        ExchangeLimits exchanges) {

    /** Whether refresh tokens are given. */
    public enum Refresh {
        NONE,
        ROTATING
    }

    /**
     * The number of exchanges that are answered in a minute; more are answered 429.
     *
     * @param perKey for one API key, 1 to 60,000
     * @param perCustomer for all keys of one customer, 1 to 60,000
     */
    public record ExchangeLimits(int perKey, int perCustomer) {
        private static final int MOST = 60_000;

        public ExchangeLimits {
            if (perKey < 1 || perKey > MOST || perCustomer < 1 || perCustomer > MOST) {
                throw new LicensingException("the exchanges of a key and of a customer in a minute are 1 to " + MOST
                        + ", got " + perKey + " and " + perCustomer);
            }
        }

        /** 300 for a key, 1,000 for a customer. */
        public static ExchangeLimits defaults() {
            return new ExchangeLimits(300, 1_000);
        }
    }

    /** Settings with the default limits. */
    public TokenSettings(
            Duration ttl, Refresh refresh, Duration refreshTtl, String environment, @Nullable URI statusList) {
        this(ttl, refresh, refreshTtl, environment, statusList, ExchangeLimits.defaults());
    }

    /** A quarter of an hour, no refresh tokens, live, no status list. */
    public static TokenSettings defaults() {
        return new TokenSettings(Duration.ofMinutes(15), Refresh.NONE, Duration.ofDays(30), "live", null);
    }
}
