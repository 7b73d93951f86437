package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleEvents.difference;
import static io.github.licensing4j.tck.SampleEvents.event;
import static io.github.licensing4j.tck.SampleEvents.milliseconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult;
import io.github.licensing4j.spi.ExportResult.Accepted;
import io.github.licensing4j.spi.UsageExporter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract of every {@link UsageExporter}. A test of an exporter extends it. */
public abstract class UsageExporterContract {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Returns an exporter whose receiver works and has received nothing; the same receiver at each call of a test. */
    protected abstract UsageExporter exporter() throws Exception;

    /** Returns an exporter whose receiver cannot be reached. */
    protected abstract UsageExporter unreachableExporter() throws Exception;

    /** Returns the sum of what the receiver counts for a meter, in the meter's unit. */
    protected abstract BigDecimal received(String meter) throws Exception;

    /** Returns a meter that the exporter accepts. */
    protected String meter() {
        return "calls";
    }

    @Test
    void hasNameToStoreEventsUnder() throws Exception {
        try (UsageExporter exporter = exporter()) {
            assertThat(exporter.name()).matches("[a-z0-9-]{1,32}");
        }
    }

    @Test
    void deliversEventsThatItAccepts() throws Exception {
        try (UsageExporter exporter = exporter()) {
            accept(exporter, event(exporter.name(), "evt_1", meter(), 7), event(exporter.name(), "evt_2", meter(), 5));
        }
        assertThat(received(meter())).isEqualByComparingTo("12");
    }

    @Test
    void countsRepeatedIdOnce() throws Exception {
        try (UsageExporter exporter = exporter()) {
            accept(exporter, event(exporter.name(), "evt_1", meter(), 7));
            accept(exporter, event(exporter.name(), "evt_1", meter(), 7), event(exporter.name(), "evt_2", meter(), 5));
        }
        assertThat(received(meter())).isEqualByComparingTo("12");
    }

    @Test
    void countsRepeatedIdOnceAfterRestart() throws Exception {
        try (UsageExporter exporter = exporter()) {
            accept(exporter, event(exporter.name(), "evt_1", meter(), 7));
        }
        try (UsageExporter exporter = exporter()) {
            accept(exporter, event(exporter.name(), "evt_1", meter(), 7));
        }
        assertThat(received(meter())).isEqualByComparingTo("7");
    }

    @Test
    void subtractsUnitsOfDifference() throws Exception {
        try (UsageExporter exporter = exporter()) {
            accept(exporter, event(exporter.name(), "evt_1", meter(), 7));
            accept(exporter, difference(exporter.name(), "evt_1b", meter(), -3));
        }
        assertThat(received(meter())).isEqualByComparingTo("4");
    }

    @Test
    void sendsDecimalAmountsOfUnit() throws Exception {
        try (UsageExporter exporter = exporter()) {
            accept(exporter, milliseconds(exporter.name(), "evt_1", meter(), 2_000));
        }
        assertThat(received(meter())).isEqualByComparingTo("2");
    }

    @Test
    void acceptsNothingWhenUnreachable() throws Exception {
        try (UsageExporter exporter = unreachableExporter()) {
            ExportEvent event = event(exporter.name(), "evt_1", meter(), 7);
            ExportResult result = assertTimeoutPreemptively(PATIENCE, () -> {
                try {
                    return exporter.export(List.of(event));
                } catch (RuntimeException e) {
                    return new ExportResult(Map.of());
                }
            });
            assertThat(result.outcomes().values()).noneMatch(Accepted.class::isInstance);
        }
    }

    private static void accept(UsageExporter exporter, ExportEvent... events) throws InterruptedException {
        ExportResult result = exporter.export(List.of(events));
        for (ExportEvent event : events) {
            assertThat(result.outcomes().get(event.id())).isInstanceOf(Accepted.class);
        }
    }
}
