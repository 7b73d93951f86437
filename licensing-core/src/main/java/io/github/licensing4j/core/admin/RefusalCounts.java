package io.github.licensing4j.core.admin;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.License;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.spi.DecisionListener;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts refusals by license, code and minute until they are written into the audit log, so that a flood cannot fill
 * it. Bounded: when too many licenses are refused within a minute, the rest is added up without a license.
 */
public final class RefusalCounts implements DecisionListener {
    private static final int MAX = 10_000;
    private static final long MINUTE = 60_000;

    private final InstantSource clock;
    private final ConcurrentHashMap<Key, LongAdder> counts = new ConcurrentHashMap<>();

    private record Key(String license, RefusalCode code, long minute) {}

    /**
     * A number of refusals.
     *
     * @param license the id of the license, empty where none is known
     */
    record Count(String license, RefusalCode code, Instant minute, long count) {}

    public RefusalCounts(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void refused(Refusal refusal, EnforcementMode mode) {
        License license = refusal.license();
        long minute = clock.millis() / MINUTE;
        Key key = new Key(license == null ? "" : license.id().value(), refusal.code(), minute);
        LongAdder count = counts.get(key);
        if (count == null) {
            Key bounded = counts.mappingCount() < MAX ? key : new Key("", refusal.code(), minute);
            count = counts.computeIfAbsent(bounded, absent -> new LongAdder());
        }
        count.increment();
    }

    /**
     * Returns the counts of every minute that is over. They stay until {@link #forget}, in case they cannot be stored.
     */
    List<Count> over(long nowMillis) {
        long current = nowMillis / MINUTE;
        List<Count> over = new ArrayList<>();
        counts.forEach((key, count) -> {
            // One minute later than necessary, so that the minute's counts are final.
            if (key.minute + 1 < current) {
                over.add(new Count(key.license, key.code, Instant.ofEpochMilli(key.minute * MINUTE), count.sum()));
            }
        });
        over.sort(Comparator.comparing(Count::minute)
                .thenComparing(Count::license)
                .thenComparing(Count::code));
        return over;
    }

    /** Removes counts that are stored. */
    void forget(List<Count> stored) {
        stored.forEach(
                count -> counts.remove(new Key(count.license, count.code, count.minute.toEpochMilli() / MINUTE)));
    }
}
