package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.OutagePolicy;
import java.time.Duration;

/**
 * Options of the limits that nodes share through Redis.
 *
 * @param timeout the longest time that a call waits for Redis: 1 ms to 10 s
 * @param keyPrefix the start of all keys; nodes with the same one share their limits
 * @param outagePolicy the policy while Redis does not answer
 */
public record RedisOptions(Duration timeout, String keyPrefix, OutagePolicy.Rates outagePolicy) {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int LONGEST_PREFIX = 100;

    /** @throws LicensingException if a value is out of its range */
    public RedisOptions {
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new LicensingException("the time-out of Redis is from 1 ms to 10 s, got " + timeout);
        }
        if (keyPrefix.isBlank() || keyPrefix.length() > LONGEST_PREFIX) {
            throw new LicensingException("the prefix of keys in Redis has 1 to " + LONGEST_PREFIX + " characters, got "
                    + keyPrefix.length());
        }
    }

    /** Returns a time-out of 50 ms, the prefix {@code licensing} and {@link OutagePolicy.Rates#LOCAL_SHARE}. */
    public static RedisOptions defaults() {
        return new RedisOptions(Duration.ofMillis(50), "licensing", OutagePolicy.Rates.LOCAL_SHARE);
    }

    /** Returns these options with another policy. */
    public RedisOptions with(OutagePolicy.Rates policy) {
        return new RedisOptions(timeout, keyPrefix, policy);
    }
}
