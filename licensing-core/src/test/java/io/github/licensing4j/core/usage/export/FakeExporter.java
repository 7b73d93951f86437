package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult;
import io.github.licensing4j.spi.UsageExporter;
import java.util.ArrayList;
import java.util.List;

/** An exporter with outcomes set by the test. */
final class FakeExporter implements UsageExporter {
    final List<List<ExportEvent>> batches = new ArrayList<>();
    boolean closed;
    private final String name;
    private Answer answer = events -> ExportResult.all(events, new ExportResult.Accepted());

    /** The outcomes of a batch. */
    interface Answer {
        ExportResult to(List<ExportEvent> events) throws InterruptedException;
    }

    FakeExporter(String name) {
        this.name = name;
    }

    void answers(Answer next) {
        answer = next;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ExportResult export(List<ExportEvent> events) throws InterruptedException {
        batches.add(events);
        return answer.to(events);
    }

    @Override
    public void close() {
        closed = true;
    }
}
