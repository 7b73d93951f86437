package io.github.licensing4j.spi;

import java.util.List;
import java.util.Set;

/**
 * Exports usage to another system for billing. Only hours that have ended are exported, and later changes are exported
 * as differences; so the billable usage is the sum of the units of all events, with each id counted once. {@link ExportEvent#quantity} has
 * them as a decimal number.
 *
 * <p>The contract:
 * <ul>
 *   <li>An event is delivered at least once. It is delivered again, with the same id and the same units, whenever it is
 *       not known to be accepted: after an error, a lost response, or the death of the process. Two nodes may send
 *       it at once. The receiver must count an id once.
 *   <li>An event is reported as accepted only when the other system has stored it durably. An event that the result does not name is
 *       not accepted, and one whose export threw is not either.
 *   <li>One thread at a time calls all exporters: each call must end by itself, by time-outs. An
 *       interrupt means that the process ends; events not known to be accepted are then delivered again.
 *   <li>Errors and reasons that it returns are stored and shown to operators: they must hold no secret.
 * </ul>
 */
public interface UsageExporter extends AutoCloseable {

    /**
     * Returns the name that its events are stored under: 1 to 32 lower-case letters, digits and hyphens. A renamed exporter
     * exports all usage again.
     */
    String name();

    /**
     * Returns the meters that its settings name. The start fails if one is neither in the catalog nor in the ledger, because
     * usage meant for a misspelt name would never be exported.
     */
    default Set<String> meters() {
        return Set.of();
    }

    /**
     * Sends events.
     *
     * @param events at least one, at most a few hundred, no two of the same id
     * @return the outcome of each
     * @throws InterruptedException if the process ends
     */
    ExportResult export(List<ExportEvent> events) throws InterruptedException;

    /** Releases its resources. Called once, after the last export. */
    @Override
    default void close() {}
}
