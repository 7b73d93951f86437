package io.github.licensing4j.core.insight;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.spi.InsightStore;
import io.github.licensing4j.spi.MeasurementBatch;
import io.github.licensing4j.spi.MeasurementBatch.Latencies;
import io.github.licensing4j.spi.MeasurementBatch.Refusals;
import io.github.licensing4j.spi.MeasurementBatch.Subject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts refusals and the time of granted calls in memory, and adds them to the store in the background. A call only increments
 * numbers. Memory is bounded: what has no place is counted under an empty name, and how often is in {@link #unnamed}. Safe for use by
 * many threads.
 */
public final class CallMeasurements {
    /** The number of rows of each kind that wait for a store that does not answer: hours of a busy service. */
    static final int MOST_WAITING = 100_000;

    private final String issuer;
    private final String process;
    private final InstantSource clock;
    private final Optional<InsightStore> store;
    private final LongAdder unnamed = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private volatile MeasuredHour current;
    /** The hour before, to which a call may still add. Guarded by this object, as is what follows. */
    private MeasuredHour before;

    private final List<Refusals> refusals = new ArrayList<>();
    private final List<Latencies> latencies = new ArrayList<>();
    private long batches;
    /** Was drained and may not be stored. */
    private @Nullable MeasurementBatch pending;

    /**
     * @param issuer the issuer of refusals of no license
     * @param process the name of this process, unique for each start
     * @param store where measurements are stored; empty if nowhere, and nothing is counted
     */
    public CallMeasurements(String issuer, String process, InstantSource clock, Optional<InsightStore> store) {
        this.issuer = issuer;
        this.process = process;
        this.clock = clock;
        this.store = store;
        this.current = new MeasuredHour(clock.millis(), unnamed);
        this.before = current;
    }

    /**
     * Counts a refusal.
     *
     * @param verified the license that the credential was verified to be of, null where none was
     * @param endpoint the endpoint, empty where it is not known
     */
    public void refused(Refusal refusal, @Nullable LicenseId verified, String endpoint, EnforcementMode mode) {
        if (store.isEmpty()) {
            return;
        }
        License license = refusal.license();
        Subject subject = license != null
                ? new Subject(
                        license.id().issuer(),
                        license.id().value(),
                        license.customer(),
                        license.plan().toString())
                : verified == null
                        ? new Subject(issuer, "", "", "")
                        : new Subject(verified.issuer(), verified.value(), "", "");
        hour(clock.millis())
                .refused(new MeasuredHour.Refused(
                        subject, endpoint, refusal.code().text(), mode == EnforcementMode.OBSERVE));
    }

    /** Counts a granted call that ends now. */
    public void settled(String endpoint, long decidedMillis) {
        if (store.isPresent()) {
            long now = clock.millis();
            hour(now).settled(endpoint, now - decidedMillis);
        }
    }

    private MeasuredHour hour(long nowMillis) {
        MeasuredHour known = current;
        return known.contains(nowMillis) ? known : next(nowMillis);
    }

    private synchronized MeasuredHour next(long nowMillis) {
        if (!current.contains(nowMillis)) {
            drain(before);
            before = current;
            current = new MeasuredHour(nowMillis, unnamed);
        }
        return current;
    }

    private void drain(MeasuredHour hour) {
        hour.drainRefusals(counted -> {
            if (refusals.size() < MOST_WAITING) {
                refusals.add(counted);
            } else {
                lost.add(counted.calls());
            }
        });
        hour.drainLatencies(counted -> {
            if (latencies.size() < MOST_WAITING) {
                latencies.add(counted);
            } else {
                lost.add(counted.calls());
            }
        });
    }

    /** Returns how many measured calls were dropped, because the store did not answer for too many hours. */
    public long lost() {
        return lost.sum();
    }

    /** Returns how many measurements were counted under an empty name, because there was no place for theirs. */
    public long unnamed() {
        return unnamed.sum();
    }

    /**
     * Stores what was counted since the last time.
     *
     * @throws io.github.licensing4j.spi.StoreException if the store is unavailable; it is stored the next time, and once
     */
    public synchronized void store() {
        if (store.isEmpty()) {
            return;
        }
        store(store.get());
        pending = drained();
        store(store.get());
    }

    private void store(InsightStore to) {
        if (pending != null) {
            boolean unused = to.add(pending);
            pending = null;
        }
    }

    private @Nullable MeasurementBatch drained() {
        drain(before);
        drain(current);
        if (refusals.isEmpty() && latencies.isEmpty()) {
            return null;
        }
        Instant at = Instant.ofEpochMilli(clock.millis());
        MeasurementBatch batch = new MeasurementBatch(process, ++batches, at, refusals, latencies);
        refusals.clear();
        latencies.clear();
        return batch;
    }
}
