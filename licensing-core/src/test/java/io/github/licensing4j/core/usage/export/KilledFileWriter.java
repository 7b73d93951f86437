package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.usage.export.FileSettings.Format;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult;
import io.github.licensing4j.spi.ExportResult.Accepted;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A process that writes events to files and prints the last accepted one, until it is killed or fails. */
final class KilledFileWriter {
    static final int CANNOT_WRITE = 3;
    private static final Instant FIRST = Instant.parse("2026-03-10T12:00:00Z");

    private KilledFileWriter() {}

    /** Directory, format, the first event, and how many events are created per day. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
        FileExporter files = exporter(Path.of(arguments[0]), Format.valueOf(arguments[1]));
        int next = Integer.parseInt(arguments[2]);
        int perDay = Integer.parseInt(arguments[3]);
        Random random = new Random(next);
        while (true) {
            int most = next + random.nextInt(1, ExportSender.BATCH);
            ExportResult result = files.export(events(next, most, perDay));
            if (!result.outcomes().values().stream().allMatch(Accepted.class::isInstance)) {
                out.println("failed " + result.outcomes().values());
                Runtime.getRuntime().exit(CANNOT_WRITE);
            }
            out.println("accepted " + most);
            next = most + 1;
        }
    }

    static FileExporter exporter(Path directory, Format format) {
        return new FileExporter(new FileSettings(directory, format));
    }

    static List<ExportEvent> events(int from, int to, int perDay) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> event(i, FIRST.plus(Duration.ofDays((i - 1) / perDay))))
                .toList();
    }

    /** Some are long, so that an interrupted write ends within one of them. */
    private static ExportEvent event(int number, Instant createdAt) {
        Instant hour = Instant.parse("2026-03-10T11:00:00Z");
        return new ExportEvent(
                "evt_" + number,
                "files",
                new LicenseId("https://issuer.example", "lic_1"),
                "é".repeat(number * 37 % 12_000) + number,
                "calls",
                new ExportEvent.Hour(hour, hour.plus(Duration.ofHours(1))),
                1,
                number,
                new ExportEvent.Unit("call", 0),
                new ExportEvent.Delivery(createdAt, 0, createdAt, null));
    }
}
