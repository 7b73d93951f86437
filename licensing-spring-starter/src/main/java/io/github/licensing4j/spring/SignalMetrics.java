package io.github.licensing4j.spring;

import io.github.licensing4j.Signal;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.spi.SignalListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Counts delivered signals that begin or rise as {@code licensing.signals}, by kind. */
final class SignalMetrics implements SignalListener, SmartInitializingSingleton {
    private static final String SIGNALS = "licensing.signals";

    private final ObjectProvider<MeterRegistry> registries;
    private volatile Map<SignalKind, Counter> counters = Map.of();

    SignalMetrics(ObjectProvider<MeterRegistry> registries) {
        this.registries = registries;
    }

    @Override
    public void afterSingletonsInstantiated() {
        registries.ifUnique(registry -> {
            Map<SignalKind, Counter> all = new EnumMap<>(SignalKind.class);
            for (SignalKind kind : SignalKind.values()) {
                all.put(kind, registry.counter(SIGNALS, "kind", kind.text()));
            }
            counters = all;
        });
    }

    @Override
    public void changed(Signal signal) {
        Counter counter = counters.get(signal.kind());
        if (counter != null && signal.times().ended() == null) {
            counter.increment();
        }
    }
}
