package io.github.licensing4j.spi;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of events that were sent.
 *
 * @param outcomes by the id of the event; an event that is not named is not accepted
 */
public record ExportResult(Map<String, Outcome> outcomes) {
    public ExportResult {
        outcomes = Map.copyOf(outcomes);
    }

    /** The same outcome for all of these events. */
    public static ExportResult all(Collection<ExportEvent> events, Outcome outcome) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        events.forEach(event -> outcomes.put(event.id(), outcome));
        return new ExportResult(outcomes);
    }

    /** What became of one event. */
    public sealed interface Outcome {}

    /** The other system has it for good. */
    public record Accepted() implements Outcome {}

    /**
     * It is to be sent again: it was not taken, or nobody knows.
     *
     * @param error for operators, without secrets
     * @param after how long to wait at least, null if that is not said
     */
    public record Retry(String error, @Nullable Duration after) implements Outcome {}

    /**
     * It will never be taken as it is: it is given up, kept, and can be replayed by a person.
     *
     * @param reason what is wrong and what can be done, without secrets
     */
    public record Refused(String reason) implements Outcome {}
}
