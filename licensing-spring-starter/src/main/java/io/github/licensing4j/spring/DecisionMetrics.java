package io.github.licensing4j.spring;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.spi.DecisionListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Records {@code licensing.decisions} by outcome and code, {@code licensing.settled} by status class, and the timers
 * {@code licensing.identify} and {@code licensing.decide}.
 */
final class DecisionMetrics implements DecisionListener, SmartInitializingSingleton {
    private static final String DECISIONS = "licensing.decisions";
    private static final int CLASSES = 6;

    private final ObjectProvider<MeterRegistry> registries;
    // Registries are created late in a context, but before the first call.
    private volatile Optional<Counters> counters = Optional.empty();

    private record Counters(
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
        registries.ifUnique(registry -> counters = Optional.of(register(registry)));
    }

    <T> T identifying(Supplier<T> step) {
        Optional<Counters> known = counters;
        return known.isPresent() ? record(known.get().identify, step) : step.get();
    }

    <T> T deciding(Supplier<T> step) {
        Optional<Counters> known = counters;
        return known.isPresent() ? record(known.get().decide, step) : step.get();
    }

    private static <T> T record(Timer timer, Supplier<T> step) {
        return Objects.requireNonNull(timer.record(step), "a timed step returns a result");
    }

    @Override
    public void granted(Granted granted) {
        counters.ifPresent(known -> known.granted.increment());
    }

    @Override
    public void refused(Refusal refusal, EnforcementMode mode) {
        counters.ifPresent(known -> {
            Counter counter = switch (mode) {
                case ENFORCE -> known.refused.get(refusal.code());
                case OBSERVE -> known.observed.get(refusal.code());
            };
            if (counter != null) {
                counter.increment();
            }
        });
    }

    @Override
    public void settled(Granted granted, Outcome outcome) {
        counters.ifPresent(known -> known.settled
                .get(Math.min(Math.max(outcome.status() / 100, 0), CLASSES - 1))
                .increment());
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
                registry.counter(DECISIONS, "outcome", "granted", "code", "none"),
                refused,
                observed,
                settled,
                registry.timer("licensing.identify"),
                registry.timer("licensing.decide"));
    }
}
