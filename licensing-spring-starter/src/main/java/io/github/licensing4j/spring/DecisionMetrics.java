package io.github.licensing4j.spring;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.spi.DecisionListener;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Records {@code licensing.decisions} by outcome and code, {@code licensing.settled} by status class, and the timers
 * {@code licensing.identify} and {@code licensing.decide}.
 */
final class DecisionMetrics implements DecisionListener, SmartInitializingSingleton {
    private static final String DECISIONS = "licensing.decisions";
    private static final int CLASSES = 6;
    private static final long NOT_TIMED = Long.MIN_VALUE;

    private final ObjectProvider<MeterRegistry> registries;
    // Registries are created late in a context, but before the first call.
    private volatile @Nullable Counters counters;

    private record Counters(
            Clock clock,
            Counter granted,
            Map<RefusalCode, Counter> refused,
            Map<RefusalCode, Counter> observed,
            List<Counter> settled,
            Timer identify,
            Timer decide) {}

    DecisionMetrics(ObjectProvider<MeterRegistry> registries) {
        this.registries = registries;
    }

    @Override
    public void afterSingletonsInstantiated() {
        registries.ifUnique(registry -> counters = register(registry));
    }

    /** Returns the start of a step that is timed, for {@link #identified} or {@link #decided}. */
    long started() {
        Counters known = counters;
        return known == null ? NOT_TIMED : known.clock.monotonicTime();
    }

    void identified(long start) {
        Counters known = counters;
        if (known != null && start != NOT_TIMED) {
            known.identify.record(known.clock.monotonicTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    void decided(long start) {
        Counters known = counters;
        if (known != null && start != NOT_TIMED) {
            known.decide.record(known.clock.monotonicTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void granted(Granted granted) {
        Counters known = counters;
        if (known != null) {
            known.granted.increment();
        }
    }

    @Override
    public void refused(Refusal refusal, EnforcementMode mode) {
        Counters known = counters;
        if (known == null) {
            return;
        }
        Counter counter = switch (mode) {
            case ENFORCE -> known.refused.get(refusal.code());
            case OBSERVE -> known.observed.get(refusal.code());
        };
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void settled(Granted granted, Outcome outcome) {
        Counters known = counters;
        if (known != null) {
            known.settled
                    .get(Math.min(Math.max(outcome.status() / 100, 0), CLASSES - 1))
                    .increment();
        }
    }

    private static Counters register(MeterRegistry registry) {
        Map<RefusalCode, Counter> refused = new EnumMap<>(RefusalCode.class);
        Map<RefusalCode, Counter> observed = new EnumMap<>(RefusalCode.class);
        for (RefusalCode code : RefusalCode.values()) {
            refused.put(code, registry.counter(DECISIONS, "outcome", "refused", "code", code.text()));
            observed.put(code, registry.counter(DECISIONS, "outcome", "would-refuse", "code", code.text()));
        }
        List<Counter> settled = new ArrayList<>();
        for (int i = 0; i < CLASSES; i++) {
            settled.add(registry.counter("licensing.settled", "status", i + "xx"));
        }
        return new Counters(
                registry.config().clock(),
                registry.counter(DECISIONS, "outcome", "granted", "code", "none"),
                refused,
                observed,
                settled,
                registry.timer("licensing.identify"),
                registry.timer("licensing.decide"));
    }
}
