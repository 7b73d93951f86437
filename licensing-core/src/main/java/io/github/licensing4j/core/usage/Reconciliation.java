package io.github.licensing4j.core.usage;

import io.github.licensing4j.admin.ReconciliationReport;
import io.github.licensing4j.admin.ReconciliationReport.Between;
import io.github.licensing4j.admin.ReconciliationReport.Difference;
import io.github.licensing4j.admin.ReconciliationReport.Source;
import io.github.licensing4j.core.usage.UsageSums.Key;
import io.github.licensing4j.core.usage.UsageSums.Sum;
import io.github.licensing4j.core.usage.journal.EpochRange;
import io.github.licensing4j.core.usage.journal.JournalCursor;
import io.github.licensing4j.core.usage.journal.JournalException;
import io.github.licensing4j.spi.Page;
import io.github.licensing4j.spi.UsageKind;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageLedger.SourceTotal;
import io.github.licensing4j.spi.UsageSource;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what was decided, what is in the journal and what is in the ledger, run by run of this node. Nothing is shipped
 * meanwhile, so that numbers stand still; calls go on. One use, for one thread.
 */
public final class Reconciliation {
    private static final int PAGE = 1_000;
    private static final int MAX_DIFFERENCES = 1_000;

    private final UsageTrail trail;
    private final UsageShipper shipper;
    private final UsageTallies tallies;
    private final List<Source> sources = new ArrayList<>();
    private final List<Difference> differences = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Reconciliation(UsageTrail trail, UsageShipper shipper, UsageTallies tallies) {
        this.trail = trail;
        this.shipper = shipper;
        this.tallies = tallies;
    }

    /**
     * Compares.
     *
     * @param at when
     * @throws io.github.licensing4j.spi.StoreException if the ledger does not answer
     */
    public ReconciliationReport run(Instant at) {
        shipper.ship();
        shipper.holding(this::compare);
        if (!tallies.isComplete()) {
            notes.add("more licenses called than are told apart, so what was decided is not compared for all of them");
        }
        return new ReconciliationReport(at, sources, List.of(), differences, notes);
    }

    private void compare() {
        if (trail instanceof JournaledTrail journaled) {
            compare(journaled);
        } else if (trail instanceof VolatileTrail inMemory) {
            notes.add("there is no journal, so what was decided is compared with the ledger alone");
            UsageSums decided = decided();
            UsageSource source = inMemory.source();
            differ(Between.DECIDED_AND_JOURNAL, source, decided, ledgerOf(source), decided());
            sources.add(new Source(source.node(), source.epoch(), calls(decided), null, 0, shipped(source)));
        }
    }

    private void compare(JournaledTrail journaled) {
        Set<Long> epochs = new TreeSet<>();
        journaled.journal().epochs().forEach(range -> epochs.add(range.epoch()));
        String node = journaled.source(0).node();
        shipper.shipment().ledger().sources(node).forEach(source -> epochs.add(source.epoch()));
        for (long epoch : epochs) {
            compare(journaled, epoch);
        }
    }

    private void compare(JournaledTrail journaled, long epoch) {
        UsageSource source = journaled.source(epoch);
        boolean current = epoch == journaled.journal().epoch();
        UsageSums decidedBefore = current ? decided() : new UsageSums();
        Scan scan = Scan.of(journaled, epoch, shipped(source));
        UsageSums ledger = ledgerOf(source);
        if (scan.first > 1) {
            notes.add("records 1 to " + (scan.first - 1) + " of " + name(source)
                    + " were in the ledger and are no longer in the journal, so the two are not compared");
        } else {
            differ(Between.JOURNAL_AND_LEDGER, source, scan.shipped, ledger, scan.shipped);
        }
        if (scan.unreadable > 0) {
            notes.add(scan.unreadable + " records of " + name(source) + " cannot be read because of damage");
        }
        if (current && scan.first == 1) {
            differ(Between.DECIDED_AND_JOURNAL, source, decidedBefore, scan.all, decided());
        }
        sources.add(new Source(
                source.node(),
                epoch,
                current ? calls(decidedBefore) : null,
                scan.first == 0 ? null : scan.last - scan.unreadable,
                scan.unreadable,
                shipped(source)));
    }

    /** Notes each number that is below what is expected, or above what is expected by now. */
    private void differ(Between between, UsageSource source, UsageSums expected, UsageSums found, UsageSums atMost) {
        Set<Key> keys = new LinkedHashSet<>(expected.all().keySet());
        keys.addAll(found.all().keySet());
        for (Key key : keys) {
            Sum least = expected.of(key);
            Sum most = atMost.of(key);
            Sum is = found.of(key);
            boolean holds = least.units() <= is.units()
                    && is.units() <= most.units()
                    && least.calls() <= is.calls()
                    && is.calls() <= most.calls();
            if (!holds && differences.size() < MAX_DIFFERENCES) {
                differences.add(new Difference(
                        between,
                        name(source),
                        key.license().value(),
                        key.meter(),
                        least.units(),
                        is.units(),
                        least.calls(),
                        is.calls()));
            }
        }
    }

    private static String name(UsageSource source) {
        return source.node() + "#" + source.epoch();
    }

    private long shipped(UsageSource source) {
        return shipper.shipment().position(source);
    }

    private UsageSums decided() {
        UsageSums sums = new UsageSums();
        tallies.all().forEach((license, tally) -> {
            for (UsageTally.Sum sum : tally.sums()) {
                sums.add(license, sum.meter(), sum.units(), sum.calls());
            }
        });
        return sums;
    }

    private static long calls(UsageSums sums) {
        return sums.all().entrySet().stream()
                .filter(entry -> entry.getKey().meter().equals("calls"))
                .mapToLong(entry -> entry.getValue().calls())
                .sum();
    }

    private UsageSums ledgerOf(UsageSource source) {
        UsageLedger ledger = shipper.shipment().ledger();
        UsageSums sums = new UsageSums();
        String cursor = null;
        do {
            Page<SourceTotal> page = ledger.totals(source, cursor, PAGE);
            page.items().forEach(total -> sums.add(total.license(), total.meter(), total.units(), total.calls()));
            cursor = page.next();
        } while (cursor != null);
        return sums;
    }

    /** One way over the journal of one run. */
    private static final class Scan {
        private final UsageSums shipped = new UsageSums();
        private final UsageSums all = new UsageSums();
        private long first;
        private long last;
        private long unreadable;

        /** @param upTo the number up to which the ledger has it */
        static Scan of(JournaledTrail journaled, long epoch, long upTo) {
            Scan scan = new Scan();
            EpochRange range = journaled.journal().epochs().stream()
                    .filter(one -> one.epoch() == epoch)
                    .findFirst()
                    .orElse(null);
            if (range != null) {
                scan.first = range.firstSeq();
                scan.read(journaled, range, upTo);
            }
            return scan;
        }

        private void read(JournaledTrail journaled, EpochRange range, long upTo) {
            try (JournalCursor cursor = journaled.journal().read(range.epoch(), 0)) {
                long before = range.firstSeq() - 1;
                while (cursor.next()) {
                    unreadable += cursor.seq() - before - 1;
                    before = cursor.seq();
                    add(cursor, upTo);
                }
                last = before;
            } catch (IOException e) {
                throw new JournalException("epoch " + range.epoch() + " of the usage journal cannot be read: " + e, e);
            }
        }

        private void add(JournalCursor call, long upTo) {
            if (call.kind() != UsageKind.CHARGED) {
                return;
            }
            List<String> meters = call.shape().meters();
            for (int i = 0; i < meters.size(); i++) {
                all.add(call.account().license(), meters.get(i), call.meterUnits(i), 1);
                if (call.seq() <= upTo) {
                    shipped.add(call.account().license(), meters.get(i), call.meterUnits(i), 1);
                }
            }
        }
    }
}
