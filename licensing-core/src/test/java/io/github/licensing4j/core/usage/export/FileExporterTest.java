package io.github.licensing4j.core.usage.export;

import static io.github.licensing4j.core.usage.export.CloudEventsExporterTest.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.usage.export.FileSettings.Format;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult.Accepted;
import io.github.licensing4j.spi.ExportResult.EventResult;
import io.github.licensing4j.spi.ExportResult.Refused;
import io.github.licensing4j.spi.ExportResult.Retry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the content of the files, also after a process died at the worst moment. */
class FileExporterTest {
    private static final String HEADER =
            "id,issuer,license,customer,meter,units,window_start,window_end,revision,created_at";

    @TempDir
    private Path directory;

    private FileExporter exporter(Format format) {
        return new FileExporter(new FileSettings(directory.resolve("usage"), format));
    }

    private Path file(Format format) {
        return directory.resolve("usage/usage-2026-03-10." + (format == Format.CSV ? "csv" : "ndjson"));
    }

    private static ExportEvent of(String id, String customer, Instant createdAt) {
        Instant hour = Instant.parse("2026-03-10T11:00:00Z");
        return new ExportEvent(
                id,
                "files",
                new LicenseId("https://issuer.example", "lic_1"),
                customer,
                "calls",
                new ExportEvent.Hour(hour, hour.plus(Duration.ofHours(1))),
                1,
                -5,
                new ExportEvent.Unit("call", 0),
                new ExportEvent.Delivery(createdAt, 0, createdAt, null));
    }

    @Test
    void csvHasHeaderAndLinePerEvent() throws Exception {
        try (FileExporter files = exporter(Format.CSV)) {
            assertThat(files.export(List.of(event("e1", "calls", 7), event("e2", "compute", 1_500)))
                            .outcomes()
                            .values())
                    .containsOnly(new Accepted());
        }
        assertThat(Files.readString(file(Format.CSV)))
                .isEqualTo(HEADER + "\r\n"
                        + "e1,https://issuer.example,lic_1,acme,calls,7,2026-03-10T11:00:00Z,2026-03-10T12:00:00Z,2,"
                        + "2026-03-10T12:10:00Z\r\n"
                        + "e2,https://issuer.example,lic_1,acme,compute,1.5,2026-03-10T11:00:00Z,2026-03-10T12:00:00Z,2,"
                        + "2026-03-10T12:10:00Z\r\n");
    }

    @Test
    void jsonHasObjectPerLine() throws Exception {
        try (FileExporter files = exporter(Format.NDJSON)) {
            files.export(List.of(event("e1", "calls", 7)));
        }
        assertThat(Files.readString(file(Format.NDJSON)))
                .isEqualTo(
                        "{\"id\":\"e1\",\"issuer\":\"https://issuer.example\",\"license\":\"lic_1\","
                                + "\"customer\":\"acme\",\"meter\":\"calls\",\"units\":7,\"windowStart\":\"2026-03-10T11:00:00Z\","
                                + "\"windowEnd\":\"2026-03-10T12:00:00Z\",\"revision\":2,\"createdAt\":\"2026-03-10T12:10:00Z\"}\n");
    }

    @Test
    void escapesFormulasButNotNumbers() throws Exception {
        Instant now = Instant.parse("2026-03-10T12:10:00Z");
        Map<String, EventResult> outcomes;
        try (FileExporter files = exporter(Format.CSV)) {
            outcomes = files.export(List.of(
                            of("e1", "=HYPERLINK(\"x\",1)", now),
                            of("e2", "+1", now),
                            of("e3", "-1", now),
                            of("e4", "@a", now),
                            of("e7", "  =1", now),
                            of("e8", "\uFF1D1", now),
                            of("e5", "a \"b\", c", now),
                            of("e6", "two\nlines", now)))
                    .outcomes();
        }
        assertThat(outcomes.get("e6")).isInstanceOf(Refused.class);
        assertThat(Files.readAllLines(file(Format.CSV)).stream()
                        .skip(1)
                        .map(line -> line.substring(line.indexOf("lic_1,") + 6, line.indexOf(",calls,-5,"))))
                .containsExactly(
                        "\"'=HYPERLINK(\"\"x\"\",1)\"", "'+1", "'-1", "'@a", "'  =1", "'\uFF1D1", "\"a \"\"b\"\", c\"");
    }

    @ParameterizedTest
    @EnumSource
    void writesEventOnceDespiteCrash(Format format) throws Exception {
        List<ExportEvent> batch = IntStream.range(0, 100)
                .mapToObj(i -> event((i == 0 ? "=a,\"b" : "e") + i, "calls", 1))
                .toList();
        exporterThatDies(format, batch);
        String whole = Files.readString(file(format));
        for (int cut : new int[] {0, 1, 10, 50, 200, whole.length() - 20}) {
            // A kill in the middle of the write leaves any beginning of the file.
            Files.writeString(file(format), whole.substring(0, whole.length() - cut));
            try (FileExporter restarted = exporter(format)) {
                assertThat(restarted.export(batch).outcomes().values()).containsOnly(new Accepted());
                assertThat(restarted.export(batch).outcomes().values()).containsOnly(new Accepted());
            }
            assertThat(Files.readString(file(format))).as("cut by %s", cut).isEqualTo(whole);
        }
    }

    /** The lock is released with the process; nothing else must be done. */
    private void exporterThatDies(Format format, List<ExportEvent> batch) throws InterruptedException {
        try (FileExporter dying = exporter(format)) {
            dying.export(batch);
        }
    }

    @Test
    void refusesEventOfUnknownMeter() throws Exception {
        try (FileExporter files = exporter(Format.CSV)) {
            assertThat(files.export(List.of(event("e1", "calls", 7).unit(ExportEvent.Unit.UNKNOWN)))
                            .outcomes()
                            .get("e1"))
                    .isInstanceOf(Refused.class);
        }
        assertThat(file(Format.CSV)).doesNotExist();
    }

    @Test
    void keepsEventInFileOfItsDay() throws Exception {
        try (FileExporter files = exporter(Format.CSV)) {
            files.export(List.of(
                    of("e1", "acme", Instant.parse("2026-03-10T23:59:59Z")),
                    of("e2", "acme", Instant.parse("2026-03-11T00:00:00Z"))));
        }
        assertThat(Files.readAllLines(file(Format.CSV))).hasSize(2);
        assertThat(Files.readAllLines(directory.resolve("usage/usage-2026-03-11.csv")))
                .hasSize(2);
    }

    @Test
    void filesAreReadableByOwnerOnly() throws Exception {
        try (FileExporter files = exporter(Format.CSV)) {
            files.export(List.of(event("e1", "calls", 7)));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(Format.CSV))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("usage"))))
                .isEqualTo("rwx------");
    }

    @Test
    void secondExporterWaitsForLock() {
        try (FileExporter one = exporter(Format.CSV);
                FileExporter two = exporter(Format.CSV)) {
            one.export(List.of(event("e1", "calls", 7)));
            assertThat(two.export(List.of(event("e1", "calls", 7))).outcomes())
                    .containsOnly(Map.entry("e1", new Retry("another process writes to the directory", null)));
        }
    }

    @Test
    void retriesFailedWrites() throws Exception {
        Files.createDirectories(file(Format.CSV));
        try (FileExporter files = exporter(Format.CSV)) {
            assertThat(files.export(List.of(event("e1", "calls", 7))).outcomes().get("e1"))
                    .isInstanceOf(Retry.class);
            Files.delete(file(Format.CSV));
            assertThat(files.export(List.of(event("e1", "calls", 7))).outcomes().get("e1"))
                    .isEqualTo(new Accepted());
        }
    }

    @Test
    void doesNotFollowLink() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "mine\n", StandardOpenOption.CREATE_NEW);
        Files.createDirectories(directory.resolve("usage"));
        Files.createSymbolicLink(file(Format.CSV), target);
        try (FileExporter files = exporter(Format.CSV)) {
            assertThat(files.export(List.of(event("e1", "calls", 7))).outcomes().get("e1"))
                    .isInstanceOf(Retry.class);
        }
        assertThat(target).hasContent("mine");
    }
}
