package io.github.licensing4j.core.usage;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.usage.journal.CallDescriptor;
import io.github.licensing4j.core.usage.journal.EpochRange;
import io.github.licensing4j.core.usage.journal.JournalCursor;
import io.github.licensing4j.core.usage.journal.JournalException;
import io.github.licensing4j.core.usage.journal.Quarantine;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.core.usage.journal.UsageCall;
import io.github.licensing4j.core.usage.journal.UsageJournal;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes calls in the journal, and brings this run's and every earlier run's to the ledger. */
final class JournalUsageLog implements UsageLog {
    private static final Logger log = LoggerFactory.getLogger(JournalUsageLog.class);
    /** Calls a transaction: few enough for a short one, many enough for its cost not to matter. */
    private static final int BATCH = 20_000;

    private final UsageJournal journal;
    private final String node;
    private final RefusedUsage refused;
    /** The last number of each epoch that is in the ledger, where that is certain; of the one thread that ships. */
    private final Map<Long, Long> shipped = new HashMap<>();
    /** Up to where the ledger certainly has this run, and up to where it has if what it was given since has arrived. */
    private long certain;

    private final Set<Long> given = new HashSet<>();

    /** How many calls of an epoch are neither in the journal nor in the ledger. */
    private final Map<Long, Long> gaps = new ConcurrentHashMap<>();

    private volatile long shippedNow;
    private volatile boolean closed;

    JournalUsageLog(UsageJournal journal, String node, Quarantine refused) {
        this.journal = journal;
        this.node = node;
        this.refused = RefusedUsage.in(refused);
    }

    UsageJournal journal() {
        return journal;
    }

    /** The source of an epoch of this node. */
    UsageSource source(long epoch) {
        return new UsageSource(node, epoch);
    }

    @Override
    public void append(UsageAccount account, CallDescriptor shape, UsageCall call) {
        long unused = journal.append(account, shape, call);
    }

    @Override
    public boolean hasRoom() {
        return journal.hasRoom();
    }

    @Override
    public void ship(LedgerWriter ledgerWriter) {
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
     * Ships a run as far as the ledger takes it.
     *
     * @param most how many calls a batch has at most
     * @return how many calls a batch may have if it is to be tried again from where the ledger is now; 0 if all is there
     */
    private int ship(LedgerWriter ledgerWriter, EpochRange range, int most) throws IOException {
        long epoch = range.epoch();
        long after = position(ledgerWriter, epoch);
        if (closed) {
            return 0;
        }
        noteGap(range, after);
        if (after >= range.lastSeq()) {
            // Told again: a segment may still have been on its way to the disk when its last call was shipped.
            journal.released(epoch, after);
            return 0;
        }
        int size = most;
        try (JournalCursor cursor = journal.read(epoch, after)) {
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
        }
        if (!closed) {
            // Whatever is left cannot be read: nobody waits for it.
            reached(epoch, Math.max(after, range.lastSeq()));
        }
        return 0;
    }

    /** Calls before the first that the journal holds are lost where the ledger does not have them: a segment was removed. */
    private void noteGap(EpochRange range, long after) {
        long lost = range.firstSeq() - after - 1;
        if (lost > 0 && gaps.putIfAbsent(range.epoch(), lost) == null) {
            log.error(
                    "the usage journal begins with call {} of epoch {}, but the ledger has calls up to {} alone: {} calls are lost,"
                            + " a segment was removed or the database is older than the journal keeps",
                    range.firstSeq(),
                    range.epoch(),
                    after,
                    lost);
        }
    }

    /** Gives a batch to the ledger. Returns 0 if it is there, else how many calls the next one may have. */
    private int commit(LedgerWriter ledgerWriter, UsageBatch batch, long calls) {
        long epoch = batch.source().epoch();
        try {
            return give(ledgerWriter, batch) ? 0 : BATCH;
        } catch (IllegalArgumentException e) {
            if (position(ledgerWriter, epoch) != batch.afterSeq()) {
                return BATCH;
            }
            if (calls > 1) {
                return (int) (calls / 2);
            }
            boolean unused = give(ledgerWriter, refused.without(batch, calls, e));
            return 1;
        }
    }

    /**
     * Until it has answered, nobody knows how far the ledger is: after a failure it is asked. What it was given may arrive after
     * it was asked, too: a database can commit long after the one who waited has given up.
     */
    private boolean give(LedgerWriter ledgerWriter, UsageBatch batch) {
        long epoch = batch.source().epoch();
        shipped.remove(epoch);
        if (epoch == journal.epoch()) {
            given.add(batch.upToSeq());
        }
        return ledgerWriter.commit(batch);
    }

    private long position(LedgerWriter ledgerWriter, long epoch) {
        Long known = shipped.get(epoch);
        if (known == null) {
            known = ledgerWriter.position(source(epoch));
            if (epoch == journal.epoch() && known > certain && !given.contains(known)) {
                throw new IllegalStateException("the usage ledger says that it has calls up to " + known + " of "
                        + source(epoch) + ", but this process has given it those up to " + certain
                        + ": another process has the node name '" + node
                        + "', or the ledger was changed; expected a name of its own for each process that shares a"
                        + " license store (licensing.store.node)");
            }
            reached(epoch, known);
        }
        return known;
    }

    /** Segments that an earlier run left are let go of as well. */
    private void reached(long epoch, long seq) {
        shipped.put(epoch, seq);
        if (epoch == journal.epoch()) {
            certain = seq;
            given.removeIf(upTo -> upTo <= seq);
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
    public List<Health.Component> health() {
        List<Health.Component> components = new ArrayList<>(List.of(withGaps(journal.health())));
        components.addAll(refused.health());
        return components;
    }

    private Health.Component withGaps(Health.Component own) {
        Map<Long, Long> lost = new TreeMap<>(gaps);
        if (lost.isEmpty()) {
            return own;
        }
        Status status = own.status() == Status.UP ? Status.DEGRADED : own.status();
        return new Health.Component(
                own.name(),
                status,
                own.detail() + "; calls neither in the journal nor in the ledger, by epoch: " + lost);
    }

    @Override
    public long waiting() {
        // A run that has recorded nothing yet has no range, only earlier ones have.
        return journal.epochs().stream()
                .filter(range -> range.epoch() == journal.epoch())
                .mapToLong(range -> Math.max(0, range.lastSeq() - shippedNow))
                .sum();
    }

    /** Whether the ledger has every call of every run. Called when nothing ships any more. */
    boolean isComplete() {
        return journal.epochs().stream().allMatch(range -> shipped.getOrDefault(range.epoch(), 0L) >= range.lastSeq());
    }

    @Override
    public void close() {
        closed = true;
        journal.close();
    }
}
