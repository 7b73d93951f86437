package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.OutagePolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records outages of Redis: one log line for each change, and the health. Safe for use by many threads. */
final class OutageRecord {
    private static final Logger log = LoggerFactory.getLogger(OutageRecord.class);

    private final InstantSource clock;
    private final OutagePolicy.Rates policy;
    private final LongAdder granted = new LongAdder();
    private volatile @Nullable Outage current;
    /** Permits and calls granted before the present outage, or the last one. */
    private volatile long grantedBefore;

    private volatile @Nullable Instant lastSuccess;
    private volatile long outages;

    /**
     * An outage that lasts.
     *
     * @param since when it began
     * @param reason why, for operators
     */
    private record Outage(Instant since, String reason) {}

    OutageRecord(InstantSource clock, OutagePolicy.Rates policy) {
        this.clock = clock;
        this.policy = policy;
    }

    synchronized void began(String reason) {
        if (current == null) {
            grantedBefore = granted.sum();
            current = new Outage(clock.instant(), reason);
            outages = outages + 1;
            log.warn("Redis does not answer: {}. Rates and concurrency follow {} until it does", reason, policy);
        }
    }

    synchronized void ended() {
        Outage outage = current;
        current = null;
        succeeded();
        if (outage != null) {
            log.info(
                    "Redis answers again after {}; {} permits and calls were granted meanwhile",
                    Duration.between(outage.since, clock.instant()),
                    granted.sum() - grantedBefore);
        }
    }

    void succeeded() {
        lastSuccess = clock.instant();
    }

    /** Counts what was granted without Redis. */
    void granted(long units) {
        granted.add(units);
    }

    RedisStatus status(long operations) {
        Outage outage = current;
        return new RedisStatus(
                outage == null ? null : outage.since, lastSuccess, outages, granted.sum() - grantedBefore, operations);
    }

    Health.Component health() {
        Outage outage = current;
        Instant success = lastSuccess;
        Instant now = clock.instant();
        if (outage == null) {
            return new Health.Component(
                    "redis",
                    Status.UP,
                    success == null
                            ? "connected"
                            : "connected, answered "
                                    + Duration.between(success, now).toMillis() + " ms ago");
        }
        return new Health.Component(
                "redis",
                policy == OutagePolicy.Rates.CLOSED ? Status.DOWN : Status.DEGRADED,
                "does not answer since " + outage.since + ": " + outage.reason + "; rates and concurrency follow "
                        + policy
                        + ", " + (granted.sum() - grantedBefore)
                        + " permits and calls granted meanwhile, last answer "
                        + (success == null ? "never" : success.toString()));
    }
}
