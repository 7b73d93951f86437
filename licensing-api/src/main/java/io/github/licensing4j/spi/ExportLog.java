package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events that exporters are told, each stored before it is first sent, and kept until it was accepted; what was accepted
 * stays on record as a sum. Safe for use by many threads.
 */
public interface ExportLog {
    /**
     * Makes an event for each license, customer, meter and hour that has ended and whose charged units, corrections included,
     * are not what the events of this exporter add up to. Each is stored together with what it adds; however many nodes draw at
     * once, there is one event for each revision.
     *
     * @param closedBefore hours that end after this instant are left out; an instant before one given earlier changes nothing
     * @param now when the events are made
     * @param max how many at most
     * @return how many were made
     */
    int draw(String exporter, Instant closedBefore, Instant now, int max);

    /** Events that are due, those due longest first. */
    List<ExportEvent> due(String exporter, Instant now, int max);

    /** Notes that events were accepted, those given up too; those that were before, and unknown ones, are left alone. */
    void accepted(List<String> ids, Instant at);

    /** Notes a failed attempt. */
    void failed(List<String> ids, Instant nextAttempt, String error);

    /** Gives events up; they are kept, and can be replayed. */
    void dead(List<String> ids, String error);

    /** Events that were given up, oldest first. */
    Page<ExportEvent> deadLetters(@Nullable String cursor, int max);

    /**
     * Makes events that were given up due again, with their attempts counted anew.
     *
     * @param ids which, empty for all
     * @return how many there were
     */
    int replay(List<String> ids, Instant now);

    /** How many events of an exporter wait, those given up not counted. */
    long waiting(String exporter);

    /** Units that were accepted, by license and meter, in the order of both; also of events that are no longer kept. */
    Page<Accepted> accepted(String exporter, @Nullable String cursor, int max);

    /**
     * Units of one license and meter that one exporter was told and has accepted.
     *
     * @param license the license
     * @param meter the meter
     * @param units in the meter's smallest unit
     * @param events in how many events
     */
    record Accepted(LicenseId license, String meter, long units, long events) {}
}
