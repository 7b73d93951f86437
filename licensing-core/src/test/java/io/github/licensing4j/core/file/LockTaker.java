package io.github.licensing4j.core.file;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.usage.export.FileExporter;
import io.github.licensing4j.core.usage.export.FileSettings;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.core.usage.journal.UsageJournal;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that tries to lock what another one may hold, and prints whether it could. */
final class LockTaker {
    static final String TAKEN = "taken";

    private LockTaker() {}

    /** What is locked. */
    enum Kind {
        FILE {
            @Override
            AutoCloseable take(Path path) throws IOException {
                return ExclusiveFileLock.acquire(path.resolve("lock"));
            }
        },
        STORE {
            @Override
            AutoCloseable take(Path path) {
                return JdbcStore.embedded(path);
            }
        },
        JOURNAL {
            @Override
            AutoCloseable take(Path path) {
                return UsageJournal.open(JournalSettings.in(path), InstantSource.system());
            }
        },
        EXPORT {
            @Override
            AutoCloseable take(Path path) {
                FileExporter exporter = new FileExporter(new FileSettings(path, FileSettings.Format.CSV));
                if (exporter.export(List.of(EVENT)).outcomes().containsValue(new ExportResult.Accepted())) {
                    return exporter;
                }
                exporter.close();
                throw new IllegalStateException("refused, as for process "
                        + ProcessHandle.current()
                                .parent()
                                .map(ProcessHandle::pid)
                                .orElse(0L)
                        + " and process " + ProcessHandle.current().pid());
            }
        };

        private static final ExportEvent EVENT = new ExportEvent(
                "e1",
                "files",
                new LicenseId("https://issuer.example", "lic_1"),
                "acme",
                "calls",
                new ExportEvent.Hour(Instant.EPOCH, Instant.EPOCH.plus(Duration.ofHours(1))),
                1,
                5,
                new ExportEvent.Unit("call", 0),
                new ExportEvent.Delivery(Instant.EPOCH, 0, Instant.EPOCH, null));

        abstract AutoCloseable take(Path path) throws IOException;
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
        try (AutoCloseable taken = Kind.valueOf(arguments[0]).take(Path.of(arguments[1]))) {
            out.println(taken == null ? "nothing" : TAKEN);
        } catch (IOException | RuntimeException e) {
            out.println(e.getMessage());
        }
    }

    /** Returns what another process prints that tries to lock it now. */
    static String inAnotherProcess(Kind kind, Path path) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockTaker.class.getName(),
                        kind.name(),
                        path.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return printed;
    }
}
