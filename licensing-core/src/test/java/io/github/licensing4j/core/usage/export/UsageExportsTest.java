package io.github.licensing4j.core.usage.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult;
import io.github.licensing4j.spi.ExportResult.Accepted;
import io.github.licensing4j.spi.ExportResult.Refused;
import io.github.licensing4j.spi.ExportResult.Retry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests the creation and the outcomes of events, and their health. */
class UsageExportsTest extends UsageExportsFixture {
    @Test
    void exportsHourAfterGrace() throws Exception {
        events.used("lic_1", "calls", "2026-03-10T11:00:00Z", 7);
        exports.runOnce(() -> {});
        assertThat(exporter.batches).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        exports.runOnce(() -> {});
        exports.runOnce(() -> {});
        assertThat(exporter.batches)
                .singleElement()
                .satisfies(batch -> assertThat(batch)
                        .singleElement()
                        .satisfies(event -> assertThat(event.units()).isEqualTo(7)));
    }

    @Test
    void exportsLateUsageAsDifference() throws Exception {
        useInClosedHour();
        exports.runOnce(() -> {});
        events.used("lic_1", "calls", "2026-03-10T11:00:00Z", 3);
        exports.runOnce(() -> {});
        events.used("lic_1", "calls", "2026-03-10T11:00:00Z", -4);
        exports.runOnce(() -> {});
        assertThat(exporter.batches)
                .flatExtracting(batch -> batch)
                .extracting(ExportEvent::revision, ExportEvent::units)
                .containsExactly(tuple(1, 7L), tuple(2, 3L), tuple(3, -4L));
        assertThat(events.acceptedUnits("one")).isEqualTo(events.total()).isEqualTo(6);
    }

    @Test
    void sendsBatchesOfHundred() throws Exception {
        clock.advance(Duration.ofHours(1));
        for (int i = 0; i < 250; i++) {
            events.used("lic_" + i, "calls", "2026-03-10T11:00:00Z", 1);
        }
        exports.runOnce(() -> {});
        assertThat(exporter.batches).extracting(List::size).containsExactly(100, 100, 50);
        assertThat(events.acceptedUnits("one")).isEqualTo(250);
    }

    private void assertDueIn(long millis) {
        assertThat(Duration.between(clock.instant(), only().delivery().dueAt()).toMillis())
                .isCloseTo(millis, within(millis / 4 + 1));
    }

    @Test
    void backsOffGivesUpAndReplays() throws Exception {
        useInClosedHour();
        exporter.answers(batch -> ExportResult.all(batch, new Retry("status 500", null)));
        for (int failures = 1; failures <= 3; failures++) {
            exports.runOnce(() -> {});
            exports.runOnce(() -> {});
            assertThat(exporter.batches).hasSize(failures);
            assertDueIn(5_000L * (long) Math.pow(3, failures - 1));
            assertThat(exports.health().detail())
                    .isEqualTo("one: 1 waiting since 2026-03-10T13:04:59Z, 0 given up; last error: status 500");
            clock.advance(Duration.ofMinutes(2));
        }
        exports.runOnce(() -> {});
        assertThat(events.deadLetters(null, 10).items())
                .singleElement()
                .satisfies(dead -> assertThat(dead.delivery().lastError()).isEqualTo("status 500"));
        assertThat(exports.health().status()).isEqualTo(Status.DEGRADED);
        assertThat(exports.health().detail()).isEqualTo("one: 0 waiting, 1 given up; last error: status 500");
        exporter.answers(batch -> ExportResult.all(batch, new Accepted()));
        clock.advance(Duration.ofMinutes(2));
        assertThat(events.replay(List.of(), clock.instant())).isEqualTo(1);
        exports.runOnce(() -> {});
        assertThat(exporter.batches)
                .hasSize(5)
                .flatExtracting(batch -> batch)
                .extracting(ExportEvent::id)
                .containsOnly(only().id());
        assertThat(events.acceptedUnits("one")).isEqualTo(7);
        assertThat(exports.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void givesUpOldEventAfterFailure() throws Exception {
        useInClosedHour();
        exporter.answers(batch -> ExportResult.all(batch, new Retry("status 500", null)));
        exports.runOnce(() -> {});
        clock.advance(Duration.ofDays(7));
        exports.runOnce(() -> {});
        assertThat(exporter.batches).hasSize(2);
        assertThat(events.deadLetters(null, 10).items()).hasSize(1);
    }

    @Test
    void retryAfterPausesOnlyThatExporter() throws Exception {
        FakeExporter other = new FakeExporter("two");
        UsageExports both = new UsageExports(List.of(exporter, other), events, ExportSettings.DEFAULT, clock, schedule);
        clock.advance(Duration.ofHours(1));
        for (int i = 0; i < 150; i++) {
            events.used("lic_" + i, "calls", "2026-03-10T11:00:00Z", 1);
        }
        exporter.answers(batch -> ExportResult.all(batch, new Retry("status 429", Duration.ofHours(1))));
        both.runOnce(() -> {});
        clock.advance(Duration.ofMinutes(59));
        both.runOnce(() -> {});
        assertThat(exporter.batches).hasSize(1);
        assertThat(events.acceptedUnits("two")).isEqualTo(150);
        exporter.answers(batch -> ExportResult.all(batch, new Accepted()));
        clock.advance(Duration.ofMinutes(2));
        both.runOnce(() -> {});
        assertThat(events.acceptedUnits("one")).isEqualTo(150);
    }

    @Test
    void unnamedOutcomesAreNotAccepted() throws Exception {
        clock.advance(Duration.ofHours(1));
        for (int i = 0; i < 4; i++) {
            events.used("lic_" + i, "calls", "2026-03-10T11:00:00Z", 1L << i);
        }
        exporter.answers(batch -> new ExportResult(Map.of(
                batch.get(0).id(), new Accepted(),
                batch.get(1).id(), new Retry("busy", null),
                batch.get(2).id(), new Refused("no such customer"))));
        exports.runOnce(() -> {});
        assertThat(events.acceptedUnits("one")).isEqualTo(1);
        assertThat(events.waiting("one")).isEqualTo(2);
        assertThat(events.deadLetters(null, 10).items()).singleElement().satisfies(dead -> {
            assertThat(dead.units()).isEqualTo(4);
            assertThat(dead.delivery().lastError()).isEqualTo("no such customer");
        });
        assertThat(events.only(event -> event.units() == 8).delivery().lastError())
                .isEqualTo("the exporter returned no outcome for it");
    }

    @Test
    void closeRunsOnceMore() {
        useInClosedHour();
        exports.start();
        exports.close();
        assertThat(events.acceptedUnits("one")).isEqualTo(7);
        assertThat(exporter.closed).isTrue();
    }

    @Test
    void rejectsDuplicateAndMalformedNames() {
        assertThatThrownBy(() -> new UsageExports(
                        List.of(exporter, new FakeExporter("one")), events, ExportSettings.DEFAULT, clock, schedule))
                .isInstanceOf(LicensingException.class)
                .hasMessage("two exporters have the name 'one'");
        assertThatThrownBy(() -> new UsageExports(
                        List.of(new FakeExporter("One ")), events, ExportSettings.DEFAULT, clock, schedule))
                .hasMessageContaining("lower-case letters");
    }
}
