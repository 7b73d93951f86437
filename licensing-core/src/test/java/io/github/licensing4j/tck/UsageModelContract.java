package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleUsage.LICENSE;
import static io.github.licensing4j.tck.SampleUsage.all;
import static io.github.licensing4j.tck.SampleUsage.batch;
import static io.github.licensing4j.tck.SampleUsage.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Page;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportLog;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.UsageBatch;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compares a usage ledger with a simple model during random changes. */
public interface UsageModelContract extends LedgerUnderTest {
    @Test
    default void sumsEqualReferenceModel() {
        againstAModel(600);
    }

    @Test
    @Tag("proof")
    default void sumsEqualReferenceModelOverManyBatches() {
        againstAModel(20_000);
    }

    private void againstAModel(int steps) {
        Random random = new Random(20261121);
        ModelLedger model = new ModelLedger(random);
        Set<String> events = new HashSet<>();
        for (int i = 0; i < steps; i++) {
            change(model, i, random, events);
            if (i % (steps / 20) == steps / 20 - 1) {
                compare(model, random);
            }
        }
        for (String exporter : List.of("exporter0", "exporter1", "late")) {
            assertThat(drawn(exporter, model.closed())).isEqualTo(model.exported());
        }
    }

    /** Adds a batch, enters a correction, or draws and accepts events. */
    private void change(ModelLedger model, int step, Random random, Set<String> events) {
        int act = random.nextInt(20);
        if (act < 15) {
            UsageBatch batch = model.batch();
            assertThat(ledger().commit(batch)).isTrue();
            if (act < 3) {
                assertThat(ledger().commit(batch)).isFalse();
            }
        } else if (act < 17) {
            store().commit(StoreChange.builder()
                    .correction(model.correction(step))
                    .build());
        } else {
            ExportLog exports = ledger().exports();
            String exporter = "exporter" + random.nextInt(2);
            exports.createEvents(exporter, model.closed(), NOW, 1 + random.nextInt(30));
            List<ExportEvent> due = exports.due(exporter, NOW, random.nextInt(20));
            due.forEach(event -> assertThat(events.add(event.id())).isTrue());
            exports.accepted(due.stream().map(ExportEvent::id).toList(), NOW);
        }
    }

    private void compare(ModelLedger model, Random random) {
        Set<UsageDimension> by = EnumSet.noneOf(UsageDimension.class);
        Arrays.stream(UsageDimension.values())
                .filter(one -> random.nextInt(3) == 0)
                .forEach(by::add);
        List<UsageTotal> expected = model.usage(by);
        assertThat(paged(all(by.toArray(UsageDimension[]::new)), 1 + expected.size() / (1 + random.nextInt(5))))
                .containsExactlyInAnyOrderElementsOf(expected);
        model.counters.forEach(
                (counter, units) -> assertThat(ledger().counted(LICENSE, counter.counter(), counter.window()))
                        .isEqualTo(units));
    }

    /** Draws all events of an exporter, by license and meter. */
    private Map<String, Long> drawn(String exporter, Instant closed) {
        ExportLog exports = ledger().exports();
        List<ExportEvent> due;
        do {
            while (exports.createEvents(exporter, closed, NOW, 50) > 0) {}
            due = exports.due(exporter, NOW, 1000);
            exports.accepted(due.stream().map(ExportEvent::id).toList(), NOW);
        } while (!due.isEmpty());
        assertThat(exports.waiting(exporter)).isZero();
        Map<String, Long> sums = new TreeMap<>();
        String cursor = null;
        do {
            Page<ExportLog.AcceptedUnits> page = exports.accepted(exporter, cursor, 3);
            page.items().forEach(one -> sums.put(one.license().value() + " " + one.meter(), one.units()));
            cursor = page.next();
        } while (cursor != null);
        return sums;
    }
}
