package io.github.licensing4j.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares the numbers of decisions, journal, ledger and exports.
 *
 * @param at when it was made
 * @param sources every run of this node that is in the journal or the ledger, oldest first
 * @param exporters every exporter
 * @param differences where two numbers differ, at most 1,000; empty if none do
 * @param notes what could not be compared, and why
 */
public record ReconciliationReport(
        Instant at, List<Source> sources, List<Exporter> exporters, List<Difference> differences, List<String> notes) {
    public ReconciliationReport {
        sources = List.copyOf(sources);
        exporters = List.copyOf(exporters);
        differences = List.copyOf(differences);
        notes = List.copyOf(notes);
    }

    /** Returns whether everything that could be compared is equal. */
    public boolean isClean() {
        return differences.isEmpty();
    }

    /**
     * One run of this node, in calls.
     *
     * @param node the node
     * @param epoch which of its runs
     * @param decided granted calls that have ended; null for a run before this one
     * @param journaled records in the journal, from its first number on, those released long ago included; null without
     *     one
     * @param unreadable record numbers that can no longer be read, because of damage
     * @param shipped the number up to which the ledger has it
     */
    public record Source(
            String node,
            long epoch,
            @Nullable Long decided,
            @Nullable Long journaled,
            long unreadable,
            long shipped) {}

    /**
     * One exporter, in events.
     *
     * @param name its name
     * @param waiting events that are not accepted yet, without dead ones
     * @param dead events that are no longer retried
     */
    public record Exporter(String name, long waiting, long dead) {}

    /** The two numbers that are compared. */
    public enum Between {
        /** Calls that were decided, and records of them in the journal. */
        DECIDED_AND_JOURNAL,
        /** Records in the journal, and what they added to the ledger. */
        JOURNAL_AND_LEDGER,
        /** The usage that journals and corrections added to the ledger, and the hours used for billing and export. */
        LEDGER_AND_HOURS,
        /** The total ever added to the ledger, and a limit's counters, which exceed it. */
        LEDGER_AND_COUNTERS,
        /** Closed hours of the ledger, and the events made of them for an exporter. */
        LEDGER_AND_EXPORT
    }

    /**
     * Two numbers that should be equal.
     *
     * @param between which two
     * @param where the run, as {@code node#epoch}, the exporter, or the part of the ledger: {@code usage},
     *     {@code exports} or {@code counters}
     * @param license the license, empty where it is not known
     * @param meter the meter
     * @param expected the first, in the meter's smallest unit
     * @param found the second
     * @param expectedCalls the first, in calls
     * @param foundCalls the second, in calls
     */
    public record Difference(
            Between between,
            String where,
            String license,
            String meter,
            long expected,
            long found,
            long expectedCalls,
            long foundCalls) {}
}
