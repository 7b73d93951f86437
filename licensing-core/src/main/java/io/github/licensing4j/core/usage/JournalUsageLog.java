package io.github.licensing4j.core.usage;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.usage.journal.CallDescriptor;
import io.github.licensing4j.core.usage.journal.CallRecord;
import io.github.licensing4j.core.usage.journal.EpochRange;
import io.github.licensing4j.core.usage.journal.JournalCursor;
import io.github.licensing4j.core.usage.journal.JournalException;
import io.github.licensing4j.core.usage.journal.Quarantine;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.core.usage.journal.UsageJournal;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageSource;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records calls in the journal, and ships this run's and every earlier run's calls to the ledger. */
final class JournalUsageLog implements UsageLog {
    private static final Logger log = LoggerFactory.getLogger(JournalUsageLog.class);
    /** Calls per transaction: few enough for a short transaction, many enough to make its cost negligible. */
    private static final int BATCH = 20_000;

    private final UsageJournal journal;
    private final String node;
    private final RefusedUsage refused;
    /** The last number of each epoch that is certainly in the ledger; used by the shipping thread only. */
    private final Map<Long, Long> shipped = new HashMap<>();
    /**
     * The last number of this run that is certainly in the ledger, and those of batches whose commits may still
     * succeed.
     */
    private long certain;

    private final Set<Long> submitted = new HashSet<>();

    /** Held by a shipment. */
    private final ReentrantLock reading = new ReentrantLock();

    /** The position up to which the last batch was shipped, guarded by the lock; null before the first one. */
    private @Nullable JournalCursor cursor;

    private final JournalGaps gaps = new JournalGaps();

    /** True if the journal has calls that cannot be read; used by the shipping thread only. */
    private boolean unreadable;

    private volatile long shippedNow;
    private volatile boolean closed;

    JournalUsageLog(UsageJournal journal, String node, Quarantine refused) {
        this.journal = journal;
        this.node = node;
        this.refused = RefusedUsage.in(refused);
    }

    private UsageSource source(long epoch) {
        return new UsageSource(node, epoch);
    }

    @Override
    public void append(UsageAccount account, CallDescriptor descriptor, CallRecord call) {
        long unused = journal.append(account, descriptor, call);
    }

    @Override
    public boolean hasRoom() {
        return journal.hasRoom();
    }

    @Override
    public void ship(LedgerWriter ledgerWriter) {
        reading.lock();
        try {
            shipLocked(ledgerWriter);
            if (closed) {
                closeCursor();
            }
        } catch (IOException e) {
            throw new JournalException("the usage journal cannot be closed: " + e, e);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public void shipAgain(LedgerWriter ledgerWriter) {
        reading.lock();
        try {
            shipped.clear();
        } finally {
            reading.unlock();
        }
    }

    private void shipLocked(LedgerWriter ledgerWriter) {
        for (EpochRange range : journal.epochs()) {
            try {
                for (int most = BATCH; most > 0; ) {
                    most = ship(ledgerWriter, range, most);
                }
            } catch (IOException e) {
                throw new JournalException("epoch " + range.epoch() + " of the usage journal cannot be read: " + e, e);
            }
        }
    }

    /**
     * Ships a run as far as the ledger accepts it.
     *
     * @param most the largest number of calls in a batch
     * @return the largest number of calls in a batch of the next attempt, from the ledger's current position; 0 if all
     *     is shipped
     */
    private int ship(LedgerWriter ledgerWriter, EpochRange range, int most) throws IOException {
        long epoch = range.epoch();
        long after = position(ledgerWriter, epoch);
        if (closed) {
            return 0;
        }
        gaps.note(range, after);
        if (after >= range.lastSeq()) {
            // Released again: a segment may have been unforced when its last call was shipped.
            journal.released(epoch, after);
            return 0;
        }
        int size = most;
        JournalCursor cursor = cursorAfter(epoch, after);
        for (UsageAggregator next = JournalAggregator.next(cursor, size, range.lastSeq());
                next.calls() > 0 && !closed;
                next = JournalAggregator.next(cursor, size, range.lastSeq())) {
            UsageBatch batch = next.batch(source(epoch), after, cursor.seq());
            int again = commit(ledgerWriter, batch, next.calls());
            if (again > 0) {
                return again;
            }
            after = cursor.seq();
            reached(epoch, after);
            size = Math.min(BATCH, 2 * size);
        }
        if (!closed) {
            // The remaining calls cannot be read, so waiting for them would not help.
            unreadable |= after < range.lastSeq();
            reached(epoch, Math.max(after, range.lastSeq()));
        }
        return 0;
    }

    /** Returns the cursor of the shipment before where it is at the right call: a new one reads its segment from the start. */
    private JournalCursor cursorAfter(long epoch, long after) throws IOException {
        JournalCursor kept = cursor;
        if (kept != null && kept.epoch() == epoch && kept.seq() == after) {
            return kept;
        }
        closeCursor();
        JournalCursor opened = journal.read(epoch, after);
        cursor = opened;
        return opened;
    }

    private void closeCursor() throws IOException {
        JournalCursor kept = cursor;
        cursor = null;
        if (kept != null) {
            kept.close();
        }
    }

    /** Commits a batch to the ledger. Returns 0 on success, else the largest number of calls in the next batch. */
    private int commit(LedgerWriter ledgerWriter, UsageBatch batch, long calls) {
        long epoch = batch.source().epoch();
        try {
            return submit(ledgerWriter, batch) ? 0 : BATCH;
        } catch (IllegalArgumentException e) {
            if (position(ledgerWriter, epoch) != batch.afterSeq()) {
                return BATCH;
            }
            if (calls > 1) {
                return (int) (calls / 2);
            }
            boolean unused = submit(ledgerWriter, refused.without(batch, calls, e));
            return 1;
        }
    }

    /**
     * After a failure the position of the ledger is unknown until it is read again. A batch may also arrive after that:
     * a database can commit long after its client has timed out.
     */
    private boolean submit(LedgerWriter ledgerWriter, UsageBatch batch) {
        long epoch = batch.source().epoch();
        shipped.remove(epoch);
        if (epoch == journal.epoch()) {
            submitted.add(batch.upToSeq());
        }
        return ledgerWriter.commit(batch);
    }

    private long position(LedgerWriter ledgerWriter, long epoch) {
        Long known = shipped.get(epoch);
        if (known == null) {
            known = ledgerWriter.position(source(epoch));
            if (epoch == journal.epoch() && known > certain && !submitted.contains(known)) {
                throw new IllegalStateException("the usage ledger holds calls up to " + known + " of "
                        + source(epoch) + ", but this process has shipped only those up to " + certain
                        + ": another process has the node name '" + node
                        + "', or the ledger was changed; expected a name of its own for each process that shares a"
                        + " license store (licensing.store.node)");
            }
            reached(epoch, known);
        }
        return known;
    }

    /** Also releases segments of earlier runs. */
    private void reached(long epoch, long seq) {
        shipped.put(epoch, seq);
        if (epoch == journal.epoch()) {
            certain = seq;
            submitted.removeIf(upTo -> upTo <= seq);
            shippedNow = seq;
        }
        if (!closed) {
            journal.released(epoch, seq);
        }
    }

    @Override
    public RefusedUsage refused() {
        return refused;
    }

    @Override
    public boolean isPersistent() {
        return true;
    }

    @Override
    public Instant lastRecorded() {
        return journal.recovery().highWater();
    }

    @Override
    public UsageSource current() {
        return source(journal.epoch());
    }

    @Override
    public List<UsageSource> runs(UsageLedger ledger) {
        Set<Long> epochs = new TreeSet<>();
        journal.epochs().forEach(range -> epochs.add(range.epoch()));
        epochs.add(journal.epoch());
        ledger.sources(node).forEach(source -> epochs.add(source.epoch()));
        return epochs.stream().map(this::source).toList();
    }

    @Override
    public RunScan scan(UsageSource run, long upTo) {
        return JournalScan.of(journal, run.epoch(), upTo);
    }

    @Override
    public List<String> damages() {
        return journal.recovery().damages().stream()
                .map(damage -> "the journal was damaged at the start: " + damage)
                .toList();
    }

    @Override
    public long lost() {
        return journal.recovery().lostAtLeast();
    }

    @Override
    public List<Health.Component> health(UsageLedger ledger) {
        List<Health.Component> components = new ArrayList<>(List.of(gaps.health(journal.health())));
        components.addAll(refused.health());
        if (!ledger.isDurable()) {
            components.add(new Health.Component(
                    "usage-retention",
                    Status.UP,
                    "the ledger is in memory: a restart restores the usage in the last " + journal.keptBytes()
                            + " bytes of the journal; configure a store to keep all of it"));
        }
        return components;
    }

    @Override
    public long waiting() {
        // A run that has recorded nothing yet has no range; earlier runs have one.
        return journal.epochs().stream()
                .filter(range -> range.epoch() == journal.epoch())
                .mapToLong(range -> Math.max(0, range.lastSeq() - shippedNow))
                .sum();
    }

    @Override
    public Optional<UsageSource> completeRun() {
        boolean isComplete = !unreadable
                && gaps.isEmpty()
                && refused.summary().isEmpty()
                && journal.epochs().stream()
                        .allMatch(range -> shipped.getOrDefault(range.epoch(), 0L) >= range.lastSeq());
        return isComplete ? Optional.of(current()) : Optional.empty();
    }

    /** Closes the journal. A shipment that is under way ends by itself. */
    @Override
    public void close() {
        closed = true;
        if (reading.tryLock()) {
            try {
                closeCursor();
            } catch (IOException e) {
                log.warn("The usage journal cannot be closed", e);
            } finally {
                reading.unlock();
            }
        }
        journal.close();
    }
}
