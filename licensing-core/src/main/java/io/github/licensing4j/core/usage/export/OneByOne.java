package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult;
import io.github.licensing4j.spi.ExportResult.Accepted;
import io.github.licensing4j.spi.ExportResult.EventResult;
import io.github.licensing4j.spi.ExportResult.Retry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends events one by one, and stops if two in a row fail or the receiver requests a wait. So one bad event does not
 * delay the others.
 */
final class OneByOne {
    private static final int IN_A_ROW = 2;

    private OneByOne() {}

    /** Sends one event. */
    @FunctionalInterface
    interface Sending {
        EventResult send(ExportEvent event) throws InterruptedException;
    }

    static ExportResult export(List<ExportEvent> events, Sending sending) throws InterruptedException {
        Map<String, EventResult> outcomes = new LinkedHashMap<>();
        int inARow = 0;
        for (ExportEvent event : events) {
            EventResult eventResult = sending.send(event);
            outcomes.put(event.id(), eventResult);
            if (eventResult instanceof Accepted) {
                inARow = 0;
            } else if (eventResult instanceof Retry retry && (retry.after() != null || ++inARow == IN_A_ROW)) {
                // The remaining events would have to wait as well, so they are not sent.
                events.forEach(other -> outcomes.putIfAbsent(other.id(), eventResult));
                break;
            }
        }
        return new ExportResult(outcomes);
    }
}
