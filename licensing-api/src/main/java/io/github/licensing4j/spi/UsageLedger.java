package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Page;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageTotal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of usage for billing: it adds usage up by the hour, receives journals exactly once, and is corrected by
 * separate entries, never edited. Hours are those of UTC. Safe for use by many threads; every method may throw {@link
 * StoreException}, and {@link IllegalArgumentException} for a cursor that it did not create.
 */
public interface UsageLedger {
    /** Returns the number of the last journal entry of a source that is in the ledger, 0 if there is none. */
    long position(UsageSource source);

    /** Returns every source of a node, oldest first. */
    List<UsageSource> sources(String node);

    /** Returns the number of the last start of a node with a journal, 0 if none is stored. Default: 0. */
    default long lastJournal(String node) {
        return 0;
    }

    /**
     * Stores that a node has started with a journal, so that a later start finds that the journal is lost. Default: does nothing.
     *
     * @param start the source whose calls are in the journal
     */
    default void noteJournal(UsageSource start) {}

    /**
     * Stores that a journal was closed with all of its calls in the ledger, so that a later start does not need it.
     * Default: does nothing.
     *
     * @param start the source whose calls are in the journal
     */
    default void noteCompleteJournal(UsageSource start) {}

    /** Returns whether a journal was closed with all of its calls in the ledger. Default: false. */
    default boolean isJournalComplete(UsageSource start) {
        return false;
    }

    /**
     * Runs work in one transaction: all that it adds is stored, or nothing. When this returns, it survives the death of
     * the process. Any number of nodes may write at once, also for the same source.
     *
     * @param work adds a batch, and messages about the counters that it changes. It is called again after a
     *     serialization failure, so it must have no other effect, and it must not use the store, because the ledger is locked
     * @return the result of the work
     */
    <T> T write(Function<LedgerTransaction, T> work);

    /**
     * Adds a batch without messages, in a transaction of its own.
     *
     * @return whether it was added; false if the ledger already holds all of it
     * @throws IllegalArgumentException as {@link LedgerTransaction#add} does
     */
    default boolean commit(UsageBatch batch) {
        return write(transaction -> transaction.add(batch).isPresent());
    }

    /** Returns the units counted in a window, corrections included; 0 if none. */
    long counted(LicenseId license, CounterId counter, QuotaWindow window);

    /**
     * Returns the units counted in a window by a counter that replaced another one, including usage before its start:
     * that of the earlier counters, if they counted the same usage, and never more than the usage of the meter in the
     * hours of the window. That part is added to the counter the first time. Default: the units of the counter itself.
     *
     * @param start when it started
     */
    default long counted(LicenseId license, CounterId counter, QuotaWindow window, CounterStart start) {
        return counted(license, counter, window);
    }

    /**
     * Returns the counters of a license whose windows end after an instant, each with its value, without those of its
     * customer.
     */
    List<CounterIncrement> counters(LicenseId license, Instant endingAfter);

    /**
     * Returns the counters shared by the licenses of a customer whose windows end after an instant, each with its
     * value.
     */
    List<CounterIncrement> customerCounters(String issuer, String customer, Instant endingAfter);

    /**
     * Returns the counters of all licenses and customers of an issuer whose windows have ended, each with its value,
     * those that ended first coming first.
     */
    Page<CounterIncrement> ended(EndedCountersQuery query);

    /**
     * Returns usage grouped by the keys of a query, in the order of the keys as in {@link UsageDimension}, then of
     * meters.
     */
    Page<UsageTotal> usage(UsageQuery query);

    /** Returns the charged units that one source has added, by license and meter, in the order of both. */
    Page<SourceTotal> totals(UsageSource source, @Nullable String cursor, int max);

    /**
     * Returns the balance of each license and meter, in the order of both; charged units only. All numbers of one
     * balance are of the same instant.
     */
    Page<Balance> balances(@Nullable String cursor, int max);

    /**
     * Returns how many corrections were entered, for any license. They are numbered from 1 in the order in which they
     * become visible.
     */
    long corrected();

    /**
     * Returns corrections of any license after a number, in the order of their numbers and without gaps.
     *
     * @param after the number of the previous one, 0 for the first
     * @param max the largest number of corrections
     */
    List<UsageCorrection> correctedAfter(long after, int max);

    /** Returns the corrections of a license, in the order in which they were entered. */
    Page<UsageCorrection> corrections(LicenseId license, @Nullable String cursor, int max);

    /**
     * Returns the first hour that is kept separately; earlier usage is counted in it. Empty if every hour is kept. Does
     * not wait. Default: empty.
     */
    default Optional<Instant> firstHour() {
        return Optional.empty();
    }

    /** Returns the unit and scale of every meter that was counted or declared, in the order of names. */
    List<CountedMeter> meters();

    /**
     * Stores the units and scales of meters before anything is counted in them. A meter that was counted before its
     * scale was stored takes this one. A meter that has another unit or scale and is not {@link CountedMeter#fixed}
     * takes the new one.
     *
     * @throws StoreConflictException of kind {@code METER} if one is fixed to another unit or scale; nothing was stored
     */
    void declare(Collection<Meter> meters);

    /** Returns the counter of each limit of each plan, as last stored. Default: none. */
    default List<LimitCounter> limitCounters() {
        return List.of();
    }

    /** Stores counters of limits, each replacing the one of the same plan and limit. Default: does nothing. */
    default void keep(Collection<LimitCounter> counters) {}

    /** Returns the log of export events. */
    ExportLog exports();

    /**
     * Returns whether its content outlives the process; if not, journals are kept for it. Does not wait. Default: true.
     */
    default boolean isDurable() {
        return true;
    }

    /**
     * Units and calls of one license and meter that came from one source.
     *
     * @param license the license
     * @param meter the meter
     * @param units in the meter's smallest unit
     * @param calls calls that charged the meter, if only 0 units
     */
    record SourceTotal(LicenseId license, String meter, long units, long calls) {}

    /**
     * The units of one license and meter, in the meter's smallest unit. Journaled and corrected units add up to the
     * billed ones, from which export events are made; and no limit has counted more than was ever added.
     *
     * @param license the license
     * @param meter the meter
     * @param journaled units from journals
     * @param corrected the sum of all corrections
     * @param added the sum of the corrections above 0
     * @param billed the sum of all hours of usage
     * @param exported the sum of all hours that exports are made from
     * @param counted the units of the limit that counted most, over all its periods, keys and users
     */
    record Balance(
            LicenseId license,
            String meter,
            long journaled,
            long corrected,
            long added,
            long billed,
            long exported,
            long counted) {}

    /** Returns a ledger that keeps nothing: usage is lost when the process ends. */
    static UsageLedger none() {
        return NoUsageLedger.INSTANCE;
    }
}
