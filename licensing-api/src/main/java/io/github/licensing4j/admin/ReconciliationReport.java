package io.github.licensing4j.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether what was decided is in the journal, what is in the journal in the ledger, and what is in the ledger was told.
 *
 * @param at when it was found
 * @param sources every run of this node that the journal or the ledger knows, oldest first
 * @param exporters every exporter
 * @param differences where two numbers are not the same, at most 1,000; empty if all are
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

    /** Whether everything that could be compared is the same. */
    public boolean isClean() {
        return differences.isEmpty();
    }

    /**
     * One run of this node, in calls.
     *
     * @param node the node
     * @param epoch which of its runs
     * @param decided granted calls that have ended; null for a run before this one
     * @param journaled records in the journal, from its first number on, those released long ago included; null without one
     * @param unreadable numbers of which the journal cannot be read any more, because of damage
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
     * @param waiting events that are not accepted yet, those given up not counted
     * @param dead events that were given up
     */
    public record Exporter(String name, long waiting, long dead) {}

    /** Between which two numbers a difference is. */
    public enum Between {
        /** Calls that were decided, and records of them in the journal. */
        DECIDED_AND_JOURNAL,
        /** Records in the journal, and what they added to the ledger. */
        JOURNAL_AND_LEDGER,
        /** What journals and corrections added to the ledger, and the hours that are billed and exported from. */
        LEDGER_AND_HOURS,
        /** What was ever added to the ledger, and a limit's counters, which are above it. */
        LEDGER_AND_COUNTERS,
        /** Closed hours of the ledger, and what an exporter was told or is to be told. */
        LEDGER_AND_EXPORT
    }

    /**
     * Two numbers that should be the same.
     *
     * @param between which
     * @param where the run, as {@code node#epoch}, the exporter, or what in the ledger differs: {@code usage}, {@code exports} or
     *     {@code counters}
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
