package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.cache.LruMap;
import io.github.licensing4j.core.file.ExclusiveFileLock;
import io.github.licensing4j.core.file.FileHeldException;
import io.github.licensing4j.core.file.OwnerOnlyFiles;
import io.github.licensing4j.core.usage.export.FileSettings.Format;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult;
import io.github.licensing4j.spi.ExportResult.Accepted;
import io.github.licensing4j.spi.ExportResult.EventResult;
import io.github.licensing4j.spi.ExportResult.Refused;
import io.github.licensing4j.spi.ExportResult.Retry;
import io.github.licensing4j.spi.UsageExporter;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends events to files, one for each UTC day on which events were created: {@code usage-2026-03-10.csv}. A line is
 * complete, on disk before it is accepted, and written once: an event always belongs to the same file, whose end is read
 * back after a start.
 *
 * <p>With a shared database, one node writes files; other nodes with the same directory wait for its lock.
 */
public final class FileExporter implements UsageExporter {
    private static final Logger log = LoggerFactory.getLogger(FileExporter.class);
    private static final int OPEN_FILES = 4;

    private final FileSettings settings;
    private final LineForm form;
    private final Map<LocalDate, DayFile> files = new LruMap<>(OPEN_FILES);
    private @Nullable ExclusiveFileLock lock;

    /** Creates an exporter. */
    public FileExporter(FileSettings settings) {
        this.settings = settings;
        this.form = settings.format() == Format.CSV ? new CsvLines() : new JsonLines();
    }

    @Override
    public String name() {
        return "files";
    }

    @Override
    public ExportResult export(List<ExportEvent> events) {
        Map<String, EventResult> outcomes = new LinkedHashMap<>();
        try {
            if (!isOurs()) {
                return ExportResult.all(events, new Retry("another process writes to the directory", null));
            }
        } catch (IOException e) {
            return ExportResult.all(events, failed(e));
        }
        byDay(events).forEach((day, ofDay) -> {
            try {
                write(day, ofDay, outcomes);
            } catch (IOException e) {
                ofDay.forEach(event -> outcomes.put(event.id(), failed(e)));
            }
        });
        return new ExportResult(outcomes);
    }

    private static Retry failed(IOException e) {
        return new Retry("the files cannot be written, " + e.getClass().getSimpleName() + ": " + e.getMessage(), null);
    }

    private static Map<LocalDate, List<ExportEvent>> byDay(List<ExportEvent> events) {
        Map<LocalDate, List<ExportEvent>> days = new TreeMap<>();
        for (ExportEvent event : events) {
            LocalDate day = event.delivery().createdAt().atZone(ZoneOffset.UTC).toLocalDate();
            days.computeIfAbsent(day, unused -> new ArrayList<>()).add(event);
        }
        return days;
    }

    private void write(LocalDate day, List<ExportEvent> events, Map<String, EventResult> outcomes) throws IOException {
        DayFile file = file(day);
        StringBuilder lines = new StringBuilder();
        Map<String, ExportEvent> written = new LinkedHashMap<>();
        for (ExportEvent event : events) {
            String unknown = ExportFormat.unknown(event);
            if (unknown != null) {
                outcomes.put(event.id(), new Refused(unknown));
                continue;
            }
            Optional<String> line = form.line(event);
            if (line.isEmpty()) {
                outcomes.put(event.id(), new Refused("a name in it has a control character, which a line cannot hold"));
            } else if (!file.has(form.id(event))) {
                lines.append(line.get());
                written.put(form.id(event), event);
            } else {
                outcomes.put(event.id(), new Accepted());
            }
        }
        if (!written.isEmpty()) {
            file.append(lines.toString(), written.keySet());
            written.values().forEach(event -> outcomes.put(event.id(), new Accepted()));
        }
    }

    private DayFile file(LocalDate day) {
        return files.computeIfAbsent(
                day,
                absent -> new DayFile(
                        settings.directory()
                                .resolve("usage-" + absent + "."
                                        + settings.format().suffix()),
                        form));
    }

    /** Locks the directory for this process; the operating system releases the lock when the process dies. */
    private boolean isOurs() throws IOException {
        if (lock != null) {
            return true;
        }
        OwnerOnlyFiles.createDirectories(settings.directory());
        try {
            lock = ExclusiveFileLock.acquire(settings.directory().resolve(".lock"));
            return true;
        } catch (FileHeldException e) {
            log.debug("Usage files are written by another exporter", e);
            return false;
        }
    }

    @Override
    public void close() {
        ExclusiveFileLock held = lock;
        if (held != null) {
            try {
                held.close();
            } catch (IOException e) {
                throw new LicensingException("the lock of " + settings.directory() + " cannot be released", e);
            }
        }
    }
}
