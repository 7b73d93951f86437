package io.github.licensing4j.core.catalog;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.spi.LimitCounter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Finds the counter of each limit of a catalog. A limit that was renamed keeps the counter it has, through any number
 * of renames and after {@code was} is removed from the catalog. Not safe for use by many threads.
 */
public final class CounterNames {
    private final LimitCounterStore memory;

    public CounterNames(LimitCounterStore memory) {
        this.memory = memory;
    }

    /**
     * Returns the catalog with the counters of its limits.
     *
     * @param since when it takes effect, which is when counters of another meter, kind, period or scope start
     * @throws io.github.licensing4j.LicensingException if two limits of a plan would count as one, or the stored
     *     counters cannot be read
     */
    public Catalog resolve(Catalog written, Instant since) {
        List<LimitCounter> known = memory.read();
        Instant start = after(known, since.truncatedTo(ChronoUnit.MILLIS));
        Map<PlanId, LimitNames> names = new HashMap<>();
        written.plans().forEach((id, plan) -> {
            if (!plan.plan().limits().isEmpty()) {
                names.put(id, new PlanCounters(plan, known).names(start));
            }
        });
        return written.counted(names);
    }

    /** Returns a start after every earlier one, even if the clock of a node is behind. */
    private static Instant after(List<LimitCounter> known, Instant since) {
        return known.stream()
                .map(LimitCounter::startedAt)
                .filter(Objects::nonNull)
                .map(latest -> latest.plusMillis(1))
                .filter(since::isBefore)
                .max(Comparator.naturalOrder())
                .orElse(since);
    }

    /**
     * Stores the counters of a catalog that takes effect.
     *
     * @throws io.github.licensing4j.LicensingException if they cannot be stored
     */
    public void keep(Catalog resolved) {
        List<LimitCounter> known = memory.read();
        List<LimitCounter> changed = new ArrayList<>();
        resolved.plans().values().forEach(plan -> changed.addAll(new PlanCounters(plan, known).changed()));
        if (!changed.isEmpty()) {
            memory.write(changed);
        }
    }
}
