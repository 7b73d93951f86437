package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.LatencyHistogram;
import io.github.licensing4j.Page;
import io.github.licensing4j.RefusalFigures;
import io.github.licensing4j.core.store.Hours;
import io.github.licensing4j.core.store.InsightSpan;
import io.github.licensing4j.spi.InsightQuery;
import io.github.licensing4j.spi.MeasurementBatch;
import io.github.licensing4j.spi.MeasurementBatch.Latencies;
import io.github.licensing4j.spi.MeasurementBatch.Refusals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Refused calls and the time that calls took, by the hour. If there are too many, those of the oldest hours are removed. Guarded by
 * the lock of the store.
 */
final class MeasurementRows {
    private static final int MOST = 100_000;

    private final Map<String, Long> batches = new HashMap<>();
    private final TreeMap<Long, Map<Refusals, Long>> refusals = new TreeMap<>();
    private final TreeMap<Long, Map<Latencies, Timed>> latencies = new TreeMap<>();
    private int rows;

    /** Calls and the sum of their times. */
    private record Timed(long calls, long millis) {
        Timed plus(Timed more) {
            return new Timed(calls + more.calls, millis + more.millis);
        }
    }

    boolean add(MeasurementBatch batch) {
        if (batches.getOrDefault(batch.process(), 0L) >= batch.number()) {
            return false;
        }
        batches.put(batch.process(), batch.number());
        for (Refusals one : batch.refusals()) {
            Refusals key = new Refusals(one.hourMillis(), one.subject(), one.endpoint(), one.code(), one.observed(), 0);
            Map<Refusals, Long> hour = refusals.computeIfAbsent(one.hourMillis(), absent -> new HashMap<>());
            rows += hour.containsKey(key) ? 0 : 1;
            hour.merge(key, one.calls(), Long::sum);
        }
        for (Latencies one : batch.latencies()) {
            Latencies key = new Latencies(one.hourMillis(), one.endpoint(), one.bucket(), 0, 0);
            Map<Latencies, Timed> hour = latencies.computeIfAbsent(one.hourMillis(), absent -> new HashMap<>());
            rows += hour.containsKey(key) ? 0 : 1;
            hour.merge(key, new Timed(one.calls(), one.millis()), Timed::plus);
        }
        while (rows > MOST) {
            removeOldest();
        }
        return true;
    }

    /**
     * Removes hours that are kept neither by the hour nor by the day. Days are added up from hours, so these are kept as long as
     * days.
     *
     * @return the number of hours that were removed
     */
    int remove(Instant hoursBefore, @Nullable Instant daysBefore) {
        return daysBefore == null ? 0 : removeBefore(Math.min(hoursBefore.toEpochMilli(), daysBefore.toEpochMilli()));
    }

    private void removeOldest() {
        long first = Math.min(
                refusals.isEmpty() ? Long.MAX_VALUE : refusals.firstKey(),
                latencies.isEmpty() ? Long.MAX_VALUE : latencies.firstKey());
        int unused = removeBefore(first + 1);
    }

    private int removeBefore(long millis) {
        int hours = refusals.headMap(millis).size() + latencies.headMap(millis).size();
        refusals.headMap(millis).clear();
        latencies.headMap(millis).clear();
        rows = refusals.values().stream().mapToInt(Map::size).sum()
                + latencies.values().stream().mapToInt(Map::size).sum();
        return hours;
    }

    Page<InsightGroup<RefusalFigures>> refusals(InsightQuery query, Set<InsightDimension> keys) {
        InsightSearch<RefusalFigures> search = new InsightSearch<>(
                query,
                InsightSpan.ofMeasurements(query),
                keys,
                (one, more) -> new RefusalFigures(one.refused() + more.refused(), one.observed() + more.observed()));
        refusals.values()
                .forEach(hour -> hour.forEach((one, calls) -> {
                    if (one.subject().issuer().equals(query.issuer())) {
                        search.add(
                                Hours.of(one.hourMillis()),
                                named(one),
                                one.observed() ? new RefusalFigures(0, calls) : new RefusalFigures(calls, 0));
                    }
                }));
        return search.page(figures -> figures, figures -> List.of(figures.refused() + figures.observed()));
    }

    private static Map<InsightDimension, String> named(Refusals one) {
        return Map.of(
                InsightDimension.PLAN,
                one.subject().plan(),
                InsightDimension.CUSTOMER,
                one.subject().customer(),
                InsightDimension.LICENSE,
                one.subject().license(),
                InsightDimension.ENDPOINT,
                one.endpoint(),
                InsightDimension.CODE,
                one.code());
    }

    Page<InsightGroup<LatencyHistogram>> latency(InsightQuery query, Set<InsightDimension> keys) {
        InsightSearch<LatencyHistogram> search =
                new InsightSearch<>(query, InsightSpan.ofMeasurements(query), keys, MeasurementRows::plus);
        latencies
                .values()
                .forEach(hour -> hour.forEach((one, timed) -> {
                    List<Long> counts = new ArrayList<>(Collections.nCopies(LatencyHistogram.BUCKETS, 0L));
                    counts.set(one.bucket(), timed.calls);
                    search.add(
                            Hours.of(one.hourMillis()),
                            Map.of(InsightDimension.ENDPOINT, one.endpoint()),
                            new LatencyHistogram(counts, timed.millis));
                }));
        return search.page(histogram -> histogram, histogram -> List.of(histogram.millis()));
    }

    private static LatencyHistogram plus(LatencyHistogram one, LatencyHistogram more) {
        List<Long> counts = new ArrayList<>(LatencyHistogram.BUCKETS);
        for (int bucket = 0; bucket < LatencyHistogram.BUCKETS; bucket++) {
            counts.add(one.counts().get(bucket) + more.counts().get(bucket));
        }
        return new LatencyHistogram(counts, one.millis() + more.millis());
    }
}
