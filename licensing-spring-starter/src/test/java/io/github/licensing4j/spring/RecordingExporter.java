package io.github.licensing4j.spring;

import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult;
import io.github.licensing4j.spi.UsageExporter;
import java.util.List;

/** Accepts every event, and records it. */
class RecordingExporter implements UsageExporter {
    private final List<ExportEvent> exported;

    /** @param exported receives the events; safe for use by many threads */
    RecordingExporter(List<ExportEvent> exported) {
        this.exported = exported;
    }

    @Override
    public String name() {
        return "books";
    }

    @Override
    public ExportResult export(List<ExportEvent> events) throws InterruptedException {
        exported.addAll(events);
        return ExportResult.all(events, new ExportResult.Accepted());
    }
}
