package io.github.licensing4j.core.insight;

import io.github.licensing4j.spi.InsightStore;
import io.github.licensing4j.spi.SignalStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Combines old hours of usage, and removes old refusals and latencies, in many short transactions. */
public final class InsightRetention {
    private static final int LICENSES_AT_ONCE = 50;
    private static final Duration DAY = Duration.ofDays(1);
    /** No signal looks further back. */
    private static final Duration SIGHTINGS = Duration.ofDays(2);

    private final InsightStore store;
    private final Optional<SignalStore> signals;
    private final InsightSettings settings;
    private final List<String> issuers;

    /** @param issuers the issuers of the licenses whose usage is stored */
    public InsightRetention(
            InsightStore store, Optional<SignalStore> signals, InsightSettings settings, List<String> issuers) {
        this.store = store;
        this.signals = signals;
        this.settings = settings;
        this.issuers = List.copyOf(issuers);
    }

    /**
     * Counts the work of one run.
     *
     * @param combined the number of licenses and days whose hours of usage were combined
     * @param removed the number of hours and days of which refusals or latencies were removed, and of sightings and ended signals
     */
    public record Pruned(long combined, long removed) {
        /** Returns whether there was nothing to do. */
        public boolean isNothing() {
            return combined == 0 && removed == 0;
        }
    }

    /** Does all that is due at an instant. It can be interrupted anywhere, and run again. */
    public Pruned run(Instant now) {
        long combined = 0;
        Duration age = settings.usageHours();
        if (age != null) {
            Instant end = now.minus(age).truncatedTo(ChronoUnit.DAYS);
            for (String issuer : issuers) {
                combined += combine(issuer, end, now);
            }
        }
        Instant hours = now.minus(settings.measurementHours()).truncatedTo(ChronoUnit.HOURS);
        Duration kept = settings.measurementDays();
        Instant days = kept == null ? null : now.minus(kept).truncatedTo(ChronoUnit.DAYS);
        long removed = 0;
        for (long more = -1; more != 0; removed += Math.max(0, more)) {
            more = store.removeMeasurements(hours, days);
        }
        return new Pruned(
                combined, removed + signals.map(stored -> remove(stored, now)).orElse(0));
    }

    private int remove(SignalStore stored, Instant now) {
        Duration kept = settings.measurementDays();
        int removed = stored.removeSightings(now.minus(SIGHTINGS));
        return kept == null ? removed : removed + stored.removeEnded(now.minus(kept));
    }

    private long combine(String issuer, Instant end, Instant now) {
        long combined = 0;
        Optional<Instant> first = store.firstUsage(issuer);
        if (first.isEmpty()) {
            return 0;
        }
        for (Instant day = first.get().truncatedTo(ChronoUnit.DAYS); day.isBefore(end); day = day.plus(DAY)) {
            for (long more = -1; more != 0; combined += Math.max(0, more)) {
                more = store.combineHours(issuer, day, now, LICENSES_AT_ONCE);
            }
        }
        return combined;
    }
}
