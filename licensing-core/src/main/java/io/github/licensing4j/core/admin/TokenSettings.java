package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.ApiKeyForms;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of token exchanges.
 *
 * @param ttl how long an exchanged token is valid
 * @param refresh whether refresh tokens are issued
 * @param refreshTtl how long a refresh token is valid
 * @param environment the environment of keys and refresh tokens, such as {@code live}
 * @param statusList where the list of revoked tokens is published, null if it is not
 * @param exchanges the limits of exchanges
 * @param keyForms the forms of API keys that are accepted
 */
public record TokenSettings(
        Duration ttl,
        Refresh refresh,
        Duration refreshTtl,
        String environment,
        @Nullable URI statusList,
        ExchangeLimits exchanges,
        ApiKeyForms keyForms) {

    /** Enables or disables refresh tokens. */
    public enum Refresh {
        NONE,
        ROTATING
    }

    /**
     * The number of exchanges that succeed in a minute; more are refused with 429.
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

        /** Returns 300 for a key, 1,000 for a customer. */
        public static ExchangeLimits defaults() {
            return new ExchangeLimits(300, 1_000);
        }
    }

    /** Settings with the default limits, for keys that this library issues. */
    public TokenSettings(
            Duration ttl, Refresh refresh, Duration refreshTtl, String environment, @Nullable URI statusList) {
        this(ttl, refresh, refreshTtl, environment, statusList, ExchangeLimits.defaults(), ApiKeyForms.own());
    }

    /** Returns these settings with other forms of API keys. */
    public TokenSettings withKeyForms(ApiKeyForms forms) {
        return new TokenSettings(ttl, refresh, refreshTtl, environment, statusList, exchanges, forms);
    }

    /** Returns a time to live of 15 minutes, no refresh tokens, live, no status list. */
    public static TokenSettings defaults() {
        return new TokenSettings(Duration.ofMinutes(15), Refresh.NONE, Duration.ofDays(30), "live", null);
    }
}
