package io.github.licensing4j.core.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits how often requests are answered that no plan counts, by credential and by customer: an even rate that allows a minute's worth at
 * once (the generic cell rate algorithm). Only valid credentials are counted; of more than {@value #MAX} credentials and customers
 * in one minute, those not used lately are dropped. Safe for use by many threads.
 */
public final class RequestLimit {
    static final int MAX = 100_000;
    private static final long MINUTE = 60_000;

    private final int perKey;
    private final int perCustomer;
    /** The instant at which the full allowance is available again, in microseconds. */
    private final ConcurrentHashMap<String, Long> refilled = new ConcurrentHashMap<>();

    /**
     * Creates a limit whose allowance is unused.
     *
     * @param times how many requests are allowed in place of one exchange
     */
    public RequestLimit(TokenSettings.ExchangeLimits limits, int times) {
        this.perKey = times * limits.perKey();
        this.perCustomer = times * limits.perCustomer();
    }

    /**
     * A sender of requests.
     *
     * @param issuer the issuer of its license
     * @param credential the id of its credential
     * @param customer its customer
     */
    public record Sender(String issuer, String credential, String customer) {}

    /** Consumes one request, or returns how long until the next one is allowed. */
    public Optional<Duration> take(Sender sender, Instant now) {
        Optional<Duration> wait = take("key\n" + sender.issuer + "\n" + sender.credential, perKey, now.toEpochMilli());
        return wait.isPresent()
                ? wait
                : take("customer\n" + sender.issuer + "\n" + sender.customer, perCustomer, now.toEpochMilli());
    }

    private Optional<Duration> take(String name, int perMinute, long nowMillis) {
        long now = 1_000 * nowMillis;
        long step = 1_000 * MINUTE / perMinute;
        long[] wait = {0};
        refilled.compute(name, (same, before) -> {
            long at = before == null || before < now ? now : before;
            // Never further ahead than a minute: a clock that is set back must not block a key.
            at = Math.min(at, now + 1_000 * MINUTE);
            wait[0] = at + step - (now + 1_000 * MINUTE);
            return wait[0] > 0 ? Long.valueOf(at) : Long.valueOf(at + step);
        });
        if (refilled.mappingCount() > MAX) {
            makeRoom(now);
        }
        return wait[0] > 0 ? Optional.of(Duration.ofMillis((wait[0] + 999) / 1_000)) : Optional.empty();
    }

    private void makeRoom(long now) {
        refilled.values().removeIf(at -> at <= now);
        if (refilled.mappingCount() > MAX) {
            refilled.clear();
        }
    }
}
