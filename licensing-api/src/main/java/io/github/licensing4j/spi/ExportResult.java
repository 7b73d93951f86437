package io.github.licensing4j.spi;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of the events that were sent.
 *
 * @param outcomes by the id of the event; an event that is not named is not accepted
 */
public record ExportResult(Map<String, EventResult> outcomes) {
    public ExportResult {
        outcomes = Map.copyOf(outcomes);
    }

    /** Returns the same outcome for all of these events. */
    public static ExportResult all(Collection<ExportEvent> events, EventResult eventResult) {
        Map<String, EventResult> outcomes = new LinkedHashMap<>();
        events.forEach(event -> outcomes.put(event.id(), eventResult));
        return new ExportResult(outcomes);
    }

    /** The outcome of one event. */
    public sealed interface EventResult {}

    /** The other system has stored the event durably. */
    public record Accepted() implements EventResult {}

    /**
     * The event must be sent again: it was not accepted, or that is not known.
     *
     * @param error for operators, without secrets
     * @param after the shortest wait before the next attempt, null if the receiver does not state one
     */
    public record Retry(String error, @Nullable Duration after) implements EventResult {}

    /**
     * The event will never be accepted as it is: it is given up, kept, and can be replayed by an operator.
     *
     * @param reason what is wrong and what can be done, without secrets
     */
    public record Refused(String reason) implements EventResult {}
}
