package io.github.licensing4j.core.usage.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.usage.export.FileSettings.Format;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult.Accepted;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that after {@code kill -9} and on a full disk every line is complete and every accepted event is there once.
 */
class KilledFileWriterTest {
    private static final int LIMIT_KIB = 6_000;

    @TempDir
    Path dir;

    private int perDay = 400;
    private int torn;

    @ParameterizedTest
    @EnumSource
    void writesEachEventOnceAfterKills(Format format) throws Exception {
        kill(format, 3, 15);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("proof")
    void writesEachEventOnceAfterFiftyKills(Format format) throws Exception {
        kill(format, 50, 30);
    }

    private void kill(Format format, int times, int batches) throws Exception {
        Random random = new Random(times);
        int accepted = 0;
        for (int i = 0; i < times; i++) {
            accepted = runAndKill(format, accepted, 1 + random.nextInt(batches));
            // The store holds the events recorded as accepted, but not those of one more batch.
            assertThat(check(format)).isBetween(accepted, accepted + ExportSender.BATCH);
        }
        try (FileExporter files = KilledFileWriter.exporter(dir, format)) {
            List<ExportEvent> rest = KilledFileWriter.events(accepted + 1, accepted + ExportSender.BATCH, perDay);
            assertThat(files.export(rest).outcomes().values()).containsOnly(new Accepted());
        }
        int before = torn;
        assertThat(check(format)).isEqualTo(accepted + ExportSender.BATCH);
        assertThat(torn).isEqualTo(before);
        System.out.printf("%s: %d kills, %d lines torn, %d events once each%n", format, times, torn, accepted);
    }

    private int runAndKill(Format format, int accepted, int batches) throws IOException, InterruptedException {
        Process child = start(List.of(), format, accepted);
        int last = accepted;
        int lines = 0;
        try (BufferedReader out = output(child)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.matches("accepted \\d+")) {
                    last = Integer.parseInt(line.substring("accepted ".length()));
                    lines++;
                }
                if (lines == batches) {
                    awaitGrowth(child);
                    // On Linux this is kill -9. By its handle, so that its earlier output can still be read.
                    child.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(child.waitFor()).as("it was killed, it did not end").isEqualTo(137);
        return last;
    }

    /** Waits until the next batch is being written. */
    private void awaitGrowth(Process child) throws IOException {
        long before = size();
        while (size() == before && child.isAlive()) {
            Thread.onSpinWait();
        }
    }

    private long size() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @ParameterizedTest
    @EnumSource
    @EnabledOnOs(OS.LINUX)
    void fullDiskTruncatesNoLine(Format format) throws Exception {
        perDay = 1_000_000;
        // No file may grow beyond that: the next write is truncated, and the one after it fails, as on a full disk.
        Process child = start(List.of("bash", "-c", "ulimit -f " + LIMIT_KIB + "; exec \"$@\"", "-"), format, 0);
        int accepted = 0;
        String failure = "";
        try (BufferedReader out = output(child)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("accepted ")) {
                    accepted = Integer.parseInt(line.substring("accepted ".length()));
                } else if (line.startsWith("failed ")) {
                    failure = line;
                }
            }
        }
        assertThat(child.waitFor()).isEqualTo(KilledFileWriter.CANNOT_WRITE);
        assertThat(failure).contains("Retry[error=the files cannot be written, IOException: File too large");
        assertThat(accepted).isGreaterThan(ExportSender.BATCH);
        assertThat(check(format)).as("incomplete lines were removed").isEqualTo(accepted);
        assertThat(torn).isZero();
        try (FileExporter files = KilledFileWriter.exporter(dir, format)) {
            List<ExportEvent> rest = KilledFileWriter.events(accepted + 1, accepted + ExportSender.BATCH, perDay);
            assertThat(files.export(rest).outcomes().values()).containsOnly(new Accepted());
        }
        assertThat(check(format)).isEqualTo(accepted + ExportSender.BATCH);
    }

    private Process start(List<String> before, Format format, int accepted) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                KilledFileWriter.class.getName(),
                dir.toString(),
                format.name(),
                Integer.toString(accepted + 1),
                Integer.toString(perDay)));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static BufferedReader output(Process child) {
        return new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII));
    }

    /**
     * Returns the number of complete lines: of the first events in their order, perhaps followed by an incomplete one.
     */
    private int check(Format format) throws IOException {
        LineForm form = format == Format.CSV ? new CsvLines() : new JsonLines();
        List<String> lines = lines(form);
        int whole = 0;
        while (whole < lines.size() && lines.get(whole).endsWith("\n")) {
            ExportEvent event =
                    KilledFileWriter.events(whole + 1, whole + 1, perDay).get(0);
            assertThat(lines.get(whole)).isEqualTo(form.line(event).orElseThrow());
            whole++;
        }
        assertThat(lines.size()).isBetween(whole, whole + 1);
        torn += lines.size() - whole;
        return whole;
    }

    /** Returns the lines of all files with their ends, without the header that each file with a line has. */
    private List<String> lines(LineForm form) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.filter(path -> path.toString().contains("usage-"))
                    .sorted()
                    .toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                boolean headed = text.startsWith(form.header());
                String rest = headed ? text.substring(form.header().length()) : text;
                for (String line : rest.split("(?<=\n)", -1)) {
                    lines.add(new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                }
            }
        }
        lines.removeIf(String::isEmpty);
        return lines;
    }
}
