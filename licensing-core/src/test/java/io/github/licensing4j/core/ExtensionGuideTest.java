package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.spi.DecisionListener;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult;
import io.github.licensing4j.spi.UsageExporter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The classes that docs/extending.md shows do what it says. */
class ExtensionGuideTest {
    @TempDir
    Path dir;

    static final class CountingListener implements DecisionListener {
        final Map<RefusalCode, LongAdder> refusals = new ConcurrentHashMap<>();

        @Override
        public void refused(Refusal refusal, EnforcementMode mode) {
            refusals.computeIfAbsent(refusal.code(), code -> new LongAdder()).increment();
        }
    }

    record TableExporter(Map<String, Long> unitsById) implements UsageExporter {
        @Override
        public String name() {
            return "billing-table";
        }

        @Override
        public ExportResult export(List<ExportEvent> events) {
            events.forEach(event -> unitsById.putIfAbsent(event.id(), event.units()));
            return ExportResult.all(events, new ExportResult.Accepted());
        }
    }

    @Test
    void listenerCountsRefusals() {
        CountingListener listener = new CountingListener();
        try (EngineFixture engine = new EngineFixture(dir, builder -> builder.listener(listener))) {
            engine.decide(engine.token("free@1", "lic_1"), Requirement.features("forecast.hourly"));
        }

        assertThat(listener.refusals).containsOnlyKeys(RefusalCode.FEATURE_NOT_LICENSED);
    }

    @Test
    void exporterCountsRepeatedEventOnce() {
        TableExporter exporter = new TableExporter(new HashMap<>());
        Instant hour = Instant.parse("2026-03-10T12:00:00Z");
        LicenseId license = new LicenseId(EngineFixture.ISSUER, "lic_1");
        ExportEvent event = new ExportEvent(
                "ev_1",
                exporter.name(),
                license,
                "acme",
                "calls",
                new ExportEvent.Hour(hour, hour.plusSeconds(3600)),
                1,
                7,
                new ExportEvent.Unit("call", 0),
                new ExportEvent.Delivery(hour, 0, hour, null));

        exporter.export(List.of(event));
        ExportResult again = exporter.export(List.of(event));

        assertThat(again.outcomes()).containsEntry("ev_1", new ExportResult.Accepted());
        assertThat(exporter.unitsById()).containsExactly(Map.entry("ev_1", 7L));
    }
}
