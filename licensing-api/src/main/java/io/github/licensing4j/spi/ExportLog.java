package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores the events of exporters: each before it is first sent, until it was accepted. Accepted units stay on record as
 * a sum. Safe for use by many threads.
 */
public interface ExportLog {
    /**
     * Creates an event for each license, customer, meter and hour that has ended and whose charged units, corrections
     * included, differ from the sum of this exporter's events. Each event is stored together with its units; if several
     * nodes create events at once, there is still one event for each revision.
     *
     * @param closedBefore hours that end after this instant are left out; an instant before an earlier one changes
     *     nothing
     * @param now when the events are made
     * @param max the largest number of events
     * @return the number of events
     */
    int createEvents(String exporter, Instant closedBefore, Instant now, int max);

    /**
     * Returns the events that are due, those due longest first. Their units are those of {@link UsageLedger#meters} now,
     * so a meter that is declared later makes its earlier events readable.
     */
    List<ExportEvent> due(String exporter, Instant now, int max);

    /**
     * Records that events were accepted, also ones that were given up. Ignores unknown events and those accepted
     * before.
     */
    void accepted(List<String> ids, Instant at);

    /** Records a failed attempt. */
    void failed(List<String> ids, Instant nextAttempt, String error);

    /** Marks events as given up; they are kept and can be replayed. */
    void dead(List<String> ids, String error);

    /** Returns the events that were given up, oldest first. */
    Page<ExportEvent> deadLetters(@Nullable String cursor, int max);

    /**
     * Makes events due again that were given up, and resets their attempts.
     *
     * @param ids the events, empty for all
     * @return the number of events
     */
    int replay(List<String> ids, Instant now);

    /** Returns how many events of an exporter are waiting, without those given up. */
    long waiting(String exporter);

    /** Returns accepted units by license and meter, in the order of both, including events that are no longer kept. */
    Page<AcceptedUnits> accepted(String exporter, @Nullable String cursor, int max);

    /**
     * Units of one license and meter that one exporter has sent and its receiver has accepted.
     *
     * @param license the license
     * @param meter the meter
     * @param units in the meter's smallest unit
     * @param events the number of events
     */
    record AcceptedUnits(LicenseId license, String meter, long units, long events) {}
}
