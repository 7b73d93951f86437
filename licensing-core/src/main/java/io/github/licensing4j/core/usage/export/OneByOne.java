package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult;
import io.github.licensing4j.spi.ExportResult.Accepted;
import io.github.licensing4j.spi.ExportResult.Outcome;
import io.github.licensing4j.spi.ExportResult.Retry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends events each for itself, and stops where the other side has no answer to two in a row, or asks to wait. So one event
 * that it stumbles over does not keep the others back.
 */
final class OneByOne {
    private static final int IN_A_ROW = 2;

    private OneByOne() {}

    /** Sends one event. */
    @FunctionalInterface
    interface Sending {
        Outcome send(ExportEvent event) throws InterruptedException;
    }

    static ExportResult export(List<ExportEvent> events, Sending sending) throws InterruptedException {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        int inARow = 0;
        for (ExportEvent event : events) {
            Outcome outcome = sending.send(event);
            outcomes.put(event.id(), outcome);
            if (outcome instanceof Accepted) {
                inARow = 0;
            } else if (outcome instanceof Retry retry && (retry.after() != null || ++inARow == IN_A_ROW)) {
                // What these have to wait for, the others have too: they are not sent.
                events.forEach(other -> outcomes.putIfAbsent(other.id(), outcome));
                break;
            }
        }
        return new ExportResult(outcomes);
    }
}
