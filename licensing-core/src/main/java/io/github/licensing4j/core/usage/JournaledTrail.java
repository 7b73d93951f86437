package io.github.licensing4j.core.usage;

import io.github.licensing4j.Health;
import io.github.licensing4j.core.usage.journal.BurntCredit;
import io.github.licensing4j.core.usage.journal.EpochRange;
import io.github.licensing4j.core.usage.journal.JournalCursor;
import io.github.licensing4j.core.usage.journal.JournalException;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.core.usage.journal.UsageCall;
import io.github.licensing4j.core.usage.journal.UsageJournal;
import io.github.licensing4j.core.usage.journal.UsageShape;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.UsageSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Notes calls in the journal, and brings this run's and every earlier run's to the ledger. */
final class JournaledTrail implements UsageTrail {
    /** Calls a transaction: few enough for a short one, many enough for its cost not to matter. */
    private static final int BATCH = 20_000;

    private final UsageJournal journal;
    private final String node;
    /** The last number of each epoch that is in the ledger; of the one thread that ships. */
    private final Map<Long, Long> shipped = new HashMap<>();

    private volatile long shippedNow;

    JournaledTrail(UsageJournal journal, String node) {
        this.journal = journal;
        this.node = node;
    }

    UsageJournal journal() {
        return journal;
    }

    /** The source of an epoch of this node. */
    UsageSource source(long epoch) {
        return new UsageSource(node, epoch);
    }

    @Override
    public void append(UsageAccount account, UsageShape shape, UsageCall call) {
        long unused = journal.append(account, shape, call);
    }

    @Override
    public boolean hasRoom() {
        return journal.hasRoom();
    }

    @Override
    public void ship(Shipment shipment) {
        for (EpochRange range : journal.epochs()) {
            long from = shipped.computeIfAbsent(range.epoch(), epoch -> shipment.position(source(epoch)));
            if (from < range.lastSeq()) {
                shipEpoch(shipment, range.epoch(), from);
            }
        }
    }

    private void shipEpoch(Shipment shipment, long epoch, long from) {
        try (JournalCursor cursor = journal.read(epoch, from)) {
            long after = from;
            for (UsageAdder batch = next(cursor); batch.calls() > 0; batch = next(cursor)) {
                if (!shipment.commit(batch.batch(source(epoch), after, cursor.seq()))) {
                    // The ledger is ahead of what was known here: the answer of an earlier commit was lost.
                    shipped.put(epoch, shipment.position(source(epoch)));
                    return;
                }
                after = cursor.seq();
                reached(epoch, after);
            }
        } catch (IOException e) {
            throw new JournalException("epoch " + epoch + " of the usage journal cannot be read: " + e, e);
        }
    }

    private void reached(long epoch, long seq) {
        shipped.put(epoch, seq);
        if (epoch == journal.epoch()) {
            shippedNow = seq;
        }
        journal.released(epoch, seq);
    }

    private static UsageAdder next(JournalCursor cursor) throws IOException {
        UsageAdder adder = new UsageAdder();
        while (adder.calls() < BATCH && cursor.next()) {
            add(adder, cursor);
        }
        return adder;
    }

    private static void add(UsageAdder adder, JournalCursor at) {
        UsageAccount account = at.account();
        UsageShape shape = at.shape();
        UsageAdder.Sum sum = adder.call(account, shape, at.status(), at.kind(), at.atMillis());
        for (int i = 0; i < shape.meters().size(); i++) {
            sum.add(i, at.meterUnits(i));
        }
        for (int i = 0; i < at.counters(); i++) {
            QuotaWindow window = new QuotaWindow(at.windowStart(i), at.windowEnd(i));
            adder.counter(account, shape.counters().get(i).of(account), window, at.counterUnits(i));
        }
        if (at.hasBurnt()) {
            for (BurntCredit burnt : at.burnt()) {
                adder.counter(
                        account,
                        shape.credits().get(burnt.credit()).of(account, burnt.grant()),
                        CreditsClaim.EVER,
                        burnt.units());
            }
        }
    }

    @Override
    public List<Health.Component> health() {
        return List.of(journal.health());
    }

    /** How many calls of this run the ledger does not have yet. */
    long waiting() {
        // A run that has recorded nothing yet has no range, only earlier ones have.
        return journal.epochs().stream()
                .filter(range -> range.epoch() == journal.epoch())
                .mapToLong(range -> Math.max(0, range.lastSeq() - shippedNow))
                .sum();
    }

    @Override
    public void close() {
        journal.close();
    }
}
