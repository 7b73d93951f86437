package io.github.licensing4j.core.insight;

import io.github.licensing4j.LatencyHistogram;
import io.github.licensing4j.spi.MeasurementBatch.Latencies;
import io.github.licensing4j.spi.MeasurementBatch.Refusals;
import io.github.licensing4j.spi.MeasurementBatch.Subject;
import io.github.licensing4j.spi.UsageRow;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** The measurements of one hour since they were last drained. Safe for use by many threads. */
final class MeasuredHour {
    /** Far above the number of endpoints of a service. */
    static final int MAX_ENDPOINTS = 1_000;

    static final int MAX_REFUSALS = 10_000;
    private static final long HOUR = 3_600_000;

    private final long hourMillis;
    private final LongAdder unnamed;
    private final ConcurrentHashMap<Refused, AtomicLong> refusals = new ConcurrentHashMap<>();
    /** The calls of each bucket, and then the sum of their times. */
    private final ConcurrentHashMap<String, AtomicLongArray> latencies = new ConcurrentHashMap<>();

    /** Equal refusals. */
    record Refused(Subject subject, String endpoint, String code, boolean observed) {
        /** Returns the same without a license and an endpoint. */
        Refused unnamed() {
            return new Refused(new Subject(subject.issuer(), "", "", ""), "", code, observed);
        }
    }

    MeasuredHour(long millis, LongAdder unnamed) {
        this.hourMillis = UsageRow.hourOf(millis);
        this.unnamed = unnamed;
    }

    boolean contains(long millis) {
        return millis - hourMillis < HOUR && millis >= hourMillis;
    }

    void refused(Refused refused) {
        AtomicLong count = refusals.get(refused);
        if (count == null) {
            boolean isFull = refusals.mappingCount() >= MAX_REFUSALS;
            if (isFull) {
                unnamed.increment();
            }
            count = refusals.computeIfAbsent(isFull ? refused.unnamed() : refused, absent -> new AtomicLong());
        }
        count.incrementAndGet();
    }

    void settled(String endpoint, long millis) {
        AtomicLongArray histogram = latencies.get(endpoint);
        if (histogram == null) {
            histogram = histogram(endpoint);
        }
        int bucket = LatencyHistogram.bucket(millis);
        histogram.incrementAndGet(bucket);
        histogram.addAndGet(LatencyHistogram.BUCKETS + bucket, Math.max(0, millis));
    }

    private AtomicLongArray histogram(String endpoint) {
        boolean isFull = latencies.mappingCount() >= MAX_ENDPOINTS;
        if (isFull) {
            unnamed.increment();
        }
        return latencies.computeIfAbsent(
                isFull ? "" : endpoint, absent -> new AtomicLongArray(2 * LatencyHistogram.BUCKETS));
    }

    void drainRefusals(Consumer<Refusals> to) {
        refusals.forEach((refused, count) -> {
            long calls = count.getAndSet(0);
            if (calls > 0) {
                to.accept(new Refusals(
                        hourMillis, refused.subject, refused.endpoint, refused.code, refused.observed, calls));
            }
        });
    }

    void drainLatencies(Consumer<Latencies> to) {
        latencies.forEach((endpoint, histogram) -> {
            for (int bucket = 0; bucket < LatencyHistogram.BUCKETS; bucket++) {
                long calls = histogram.getAndSet(bucket, 0);
                long millis = histogram.getAndSet(LatencyHistogram.BUCKETS + bucket, 0);
                if (calls > 0 || millis > 0) {
                    to.accept(new Latencies(hourMillis, endpoint, bucket, calls, millis));
                }
            }
        });
    }
}
