package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.tck.MovableClock;
import java.time.Duration;
import java.util.List;

/** Exports of an in-memory ledger by one exporter. */
abstract class UsageExportsFixture {
    final Schedule schedule = new Schedule();
    final MovableClock clock = new MovableClock("2026-03-10T12:04:59Z");
    final FakeExportLog events = new FakeExportLog();
    final FakeExporter exporter = new FakeExporter("one");

    final UsageExports exports = exports(new ExportSettings(
            Duration.ofMinutes(5), Duration.ofDays(1), 4, Duration.ofDays(7), Duration.ofSeconds(5)));

    UsageExports exports(ExportSettings options) {
        return new UsageExports(List.of(exporter), events, options, clock, schedule);
    }

    /** Adds 7 units to an hour that is closed. */
    void useInClosedHour() {
        clock.advance(Duration.ofHours(1));
        events.used("lic_1", "calls", "2026-03-10T11:00:00Z", 7);
    }

    ExportEvent only() {
        return events.only(event -> true);
    }
}
