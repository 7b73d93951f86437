package io.github.licensing4j.spi;

import io.github.licensing4j.Page;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

enum NoExportLog implements ExportLog {
    INSTANCE;

    @Override
    public int createEvents(String exporter, Instant closedBefore, Instant now, int max) {
        return 0;
    }

    @Override
    public List<ExportEvent> due(String exporter, Instant now, int max) {
        return List.of();
    }

    @Override
    public void accepted(List<String> ids, Instant at) {
        // There are no events.
    }

    @Override
    public void failed(List<String> ids, Instant nextAttempt, String error) {
        // There are no events.
    }

    @Override
    public void dead(List<String> ids, String error) {
        // There are no events.
    }

    @Override
    public Page<ExportEvent> deadLetters(@Nullable String cursor, int max) {
        return new Page<>(List.of(), null);
    }

    @Override
    public int replay(List<String> ids, Instant now) {
        return 0;
    }

    @Override
    public long waiting(String exporter) {
        return 0;
    }

    @Override
    public Page<AcceptedUnits> accepted(String exporter, @Nullable String cursor, int max) {
        return new Page<>(List.of(), null);
    }
}
