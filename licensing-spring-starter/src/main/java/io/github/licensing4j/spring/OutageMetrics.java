package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.OutageStatus;
import io.github.licensing4j.OutageStatus.Kind;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Records the state of each store that nodes share, by kind of stored data: {@code licensing.outage.active}, 1 while it does not answer,
 * {@code licensing.outage.age}, and {@code licensing.outage.overshoot}, the units granted by the policy in the present or last outage.
 */
final class OutageMetrics implements SmartInitializingSingleton {
    private final ObjectProvider<MeterRegistry> registries;
    private final ObjectProvider<LicensingInfo> infos;

    OutageMetrics(ObjectProvider<MeterRegistry> registries, ObjectProvider<LicensingInfo> infos) {
        this.registries = registries;
        this.infos = infos;
    }

    @Override
    public void afterSingletonsInstantiated() {
        registries.ifUnique(registry ->
                infos.ifUnique(info -> info.outages().forEach(status -> register(registry, info, status.kind()))));
    }

    private static void register(MeterRegistry registry, LicensingInfo info, Kind kind) {
        String tag = kind.name().toLowerCase(Locale.ROOT);
        Clock clock = registry.config().clock();
        Gauge.builder("licensing.outage.active", info, of(kind, status -> status.isConnected() ? 0 : 1))
                .tag("kind", tag)
                .register(registry);
        TimeGauge.builder("licensing.outage.age", info, TimeUnit.MILLISECONDS, of(kind, status -> age(status, clock)))
                .tag("kind", tag)
                .register(registry);
        Gauge.builder("licensing.outage.overshoot", info, of(kind, OutageStatus::overshoot))
                .tag("kind", tag)
                .register(registry);
    }

    private static ToDoubleFunction<LicensingInfo> of(Kind kind, ToDoubleFunction<OutageStatus> value) {
        return info -> info.outages().stream()
                .filter(status -> status.kind() == kind)
                .mapToDouble(value)
                .sum();
    }

    private static double age(OutageStatus status, Clock clock) {
        Instant since = status.degradedSince();
        return since == null ? 0 : Math.max(0, clock.wallTime() - since.toEpochMilli());
    }
}
