package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Meter;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The usage that is billed from: added up by the hour, fed from journals exactly once, corrected by entries of its own and
 * never edited. Hours are those of UTC. Safe for use by many threads; every method may throw {@link StoreException}, and {@link
 * IllegalArgumentException} for a cursor that is not of its own making.
 */
public interface UsageLedger {
    /** The number of the last journal entry of a source that is in the ledger, 0 if none is. */
    long position(UsageSource source);

    /** Every source of a node, oldest first. */
    List<UsageSource> sources(String node);

    /** The number of the last start of a node with a journal, 0 if none is stored. Default: 0. */
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
     * Stores that a journal was closed with all of its calls in the ledger, so that a later start can do without it. Default: does
     * nothing.
     *
     * @param start the source whose calls are in the journal
     */
    default void noteCompleteJournal(UsageSource start) {}

    /** Whether a journal was closed with all of its calls in the ledger. Default: false. */
    default boolean isJournalComplete(UsageSource start) {
        return false;
    }

    /**
     * Adds a batch and moves its source's position on, both or neither. When this returns, it survives the death of the
     * process. Any number of nodes may commit at once, several of them for the same source too.
     *
     * @param messages what to tell others of the counters that moved, stored in the outbox together with the batch; a pure
     *     function, called while the transaction is open and perhaps more than once. A message whose id was ever stored
     *     before is dropped
     * @return whether it was added; false if the ledger holds all of it already, so that nothing was
     * @throws IllegalArgumentException if the ledger holds a part of it, or not all of what comes before it, or if a sum would
     *     be further than 9·10^18 from 0; nothing was added
     */
    boolean commit(UsageBatch batch, Function<List<CounterChange>, List<StoredMessage>> messages);

    /** Units counted in a window, corrections included; 0 if none. */
    long counted(LicenseId license, CounterId counter, QuotaWindow window);

    /**
     * Units counted in a window by a counter that took the place of another one, with what was used before it started: by the counters
     * before it, if they counted the same use, and never more than was used of the meter in the hours of the window. That part is
     * added to the counter the first time. Default: what the counter itself has counted.
     *
     * @param start when it started
     */
    default long counted(LicenseId license, CounterId counter, QuotaWindow window, CounterStart start) {
        return counted(license, counter, window);
    }

    /**
     * The counters of a license whose windows end after an instant, each with what it stands at. Those of its customer are not
     * among them.
     */
    List<CounterIncrement> counters(LicenseId license, Instant endingAfter);

    /** The counters that the licenses of a customer share whose windows end after an instant, each with what it stands at. */
    List<CounterIncrement> customerCounters(String issuer, String customer, Instant endingAfter);

    /**
     * The counters of all licenses and customers of an issuer whose windows ended after an instant and not after another, each
     * with what it stands at, those that ended first coming first.
     */
    Page<CounterIncrement> ended(String issuer, Instant after, Instant until, @Nullable String cursor, int max);

    /** Usage, added up by what a query asks, in the order of its keys as {@link UsageQuery.By} has them, then of meters. */
    Page<UsageTotal> usage(UsageQuery query);

    /** What one source has put into the ledger, by license and meter, in the order of both; charged units alone. */
    Page<SourceTotal> totals(UsageSource source, @Nullable String cursor, int max);

    /**
     * What it holds of each license and meter, told in each way that something goes by, in the order of both; charged units
     * alone. All numbers of one are of one instant.
     */
    Page<Balance> balances(@Nullable String cursor, int max);

    /** How many corrections were entered, of any license. They are numbered from 1 in the order in which they become visible. */
    long corrected();

    /**
     * Corrections of any license after a number, in the order of their numbers and without gaps.
     *
     * @param after the number of the last one before, 0 for the first
     * @param max how many at most
     */
    List<UsageCorrection> correctedAfter(long after, int max);

    /** The corrections of a license, in the order in which they were entered. */
    Page<UsageCorrection> corrections(LicenseId license, @Nullable String cursor, int max);

    /**
     * The first hour that is told apart from those before it, whose usage is counted in it; empty where every hour is. Asks
     * nobody. Default: empty.
     */
    default Optional<Instant> firstHour() {
        return Optional.empty();
    }

    /** The unit and scale of every meter that was counted in or declared, in the order of names. */
    List<CountedMeter> meters();

    /**
     * Stores the units and scales in which meters are going to be counted, before anything is. A meter that was counted in
     * before its scale was stored takes this one. One that is stored otherwise and not {@link CountedMeter#fixed} takes this
     * one too.
     *
     * @throws StoreConflictException of kind {@code METER} if one is fixed to another unit or scale; nothing was stored
     */
    void declare(Collection<Meter> meters);

    /** The counter of each limit of each plan, as it was kept last. Default: none. */
    default List<LimitCounter> limitCounters() {
        return List.of();
    }

    /** Stores counters of limits, each in place of the one of the same plan and limit. Default: does nothing. */
    default void keep(Collection<LimitCounter> counters) {}

    /** Events for others to bill from. */
    ExportLog exports();

    /** Whether what it holds outlives the process; if not, journals are kept for it. Asks nobody. Default: true. */
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
     * Units of one license and meter, in the meter's smallest unit. What came from journals and what was corrected is what is
     * billed, and what exporters are told from; and no limit has counted more than was ever added.
     *
     * @param license the license
     * @param meter the meter
     * @param journaled what came from journals
     * @param corrected what corrections that were entered add up to
     * @param added what those of them that add something add up to
     * @param billed all hours of usage
     * @param exported all hours that exporters are told from
     * @param counted the most that one limit has counted, over all its periods, keys and users
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

    /** Keeps nothing: usage is not known after the process has ended. */
    static UsageLedger none() {
        return NoUsageLedger.INSTANCE;
    }
}
