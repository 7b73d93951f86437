package io.github.licensing4j.spi;

import java.util.List;
import java.util.Set;

/**
 * Tells another system what was used, so that it can bill from it. Only hours that have ended are told, and what changes
 * afterwards is told as a difference; so what it is to bill is the sum of the units of all events, each id counted once.
 *
 * <p>The contract:
 * <ul>
 *   <li>An event comes at least once. The same event comes again, under the same id and with the same units, whenever it is
 *       not known to be accepted: after an error, an answer that got lost, or the death of the process. Two nodes may send
 *       it at once. Whoever receives it has to count an id once.
 *   <li>An event is reported as accepted only when the other system has it for good. An event the result does not name is
 *       not accepted, and one whose export threw is not either.
 *   <li>One thread calls it at a time, and it serves every exporter: each call has to end by itself, by time-outs. An
 *       interrupt means that the process ends; what is not known to be accepted then comes again.
 *   <li>What it gives as an error or a reason is stored and shown to operators: it holds no secret.
 * </ul>
 */
public interface UsageExporter extends AutoCloseable {

    /** What its events are kept under: 1 to 32 lower-case letters, digits and hyphens. One that is renamed tells everything anew. */
    String name();

    /**
     * The meters that its settings name. The start fails if one is neither in the catalog nor in the ledger, for what a misspelt name was
     * meant for would never be exported.
     */
    default Set<String> meters() {
        return Set.of();
    }

    /**
     * Sends events.
     *
     * @param events at least one, at most a few hundred, no two of the same id
     * @return what became of each
     * @throws InterruptedException if the process ends
     */
    ExportResult export(List<ExportEvent> events) throws InterruptedException;

    /** Lets go of what it holds. Called once, after the last export. */
    @Override
    default void close() {}
}
