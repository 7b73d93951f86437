package io.github.licensing4j.core;

import io.github.licensing4j.Health;
import io.github.licensing4j.OutageStatus;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.core.store.redis.RedisLimits;
import io.github.licensing4j.core.store.redis.RedisStatus;
import java.util.List;

/** The connection to Redis as a part of the engine, which closes it. */
final class RedisComponent implements Component {
    private final RedisLimits redis;

    RedisComponent(RedisLimits redis) {
        this.redis = redis;
    }

    /** Pushes the changes of a license store that nodes share, in both directions. */
    void pushChanges(LicenseCache cache) {
        cache.onAdvance(redis::announce);
        redis.onChange(cache::catchUp);
    }

    @Override
    public Health.Component health() {
        return redis.health();
    }

    @Override
    public List<OutageStatus> outages() {
        RedisStatus status = redis.status();
        return List.of(new OutageStatus(OutageStatus.Kind.RATE, status.degradedSince(), status.granted()));
    }

    @Override
    public void close() {
        redis.close();
    }
}
