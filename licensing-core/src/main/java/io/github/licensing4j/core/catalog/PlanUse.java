package io.github.licensing4j.core.catalog;

import io.github.licensing4j.PlanId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Records when each plan version was last used, to the minute, so that a reload cannot drop one in use. */
final class PlanUse {
    /** For how long a token keeps the plan version it names in the catalog. */
    static final Duration KEPT = Duration.ofHours(24);

    private static final long RESOLUTION_MILLIS = 60_000;

    private final Map<PlanId, Stamp> stamps = new ConcurrentHashMap<>();

    /** Records a use; each caller does so once a minute. */
    void used(PlanId plan, long nowMillis) {
        Stamp stamp = stamps.get(plan);
        if (stamp == null) {
            stamp = stamps.computeIfAbsent(plan, id -> new Stamp(nowMillis));
        }
        if (stamp.millis < nowMillis) {
            stamp.millis = nowMillis;
        }
    }

    boolean isInUse(PlanId plan, long nowMillis) {
        Stamp stamp = stamps.get(plan);
        return stamp != null && nowMillis - stamp.millis < KEPT.toMillis() + RESOLUTION_MILLIS;
    }

    private static final class Stamp {
        private volatile long millis;

        Stamp(long millis) {
            this.millis = millis;
        }
    }
}
