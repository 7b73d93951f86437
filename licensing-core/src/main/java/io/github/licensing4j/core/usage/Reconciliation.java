package io.github.licensing4j.core.usage;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.admin.ReconciliationReport;
import io.github.licensing4j.admin.ReconciliationReport.Between;
import io.github.licensing4j.admin.ReconciliationReport.Difference;
import io.github.licensing4j.admin.ReconciliationReport.Source;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares the usage that was decided, journaled and stored in the ledger, for each run of this node, and the ledger
 * with the bills, exports and limits derived from it, for all nodes. Shipping is paused meanwhile, so that the numbers
 * stay the same; calls go on. For a single use by one thread.
 */
public final class Reconciliation {
    private static final int PAGE = 1_000;
    private static final int MAX_DIFFERENCES = 1_000;

    private final UsageLog usageLog;
    private final UsageShipper shipper;
    private final UsageTallies tallies;
    private final List<Source> sources = new ArrayList<>();
    private final List<Difference> differences = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int bygone;

    Reconciliation(UsageLog usageLog, UsageShipper shipper, UsageTallies tallies) {
        this.usageLog = usageLog;
        this.shipper = shipper;
        this.tallies = tallies;
    }

    /**
     * Runs the comparison.
     *
     * @param at the instant of the report
     * @throws StoreException if the ledger is unavailable
     */
    public ReconciliationReport run(Instant at) {
        try {
            shipper.ship();
        } catch (IllegalStateException e) {
            notes.add("usage cannot be shipped to the ledger: " + e.getMessage());
        }
        shipper.holding(this::compare);
        // Calls that an earlier run lost with its journal appear in no number that could be compared.
        notes.addAll(usageLog.damages());
        usageLog.refused().summary().ifPresent(notes::add);
        if (!tallies.isComplete()) {
            notes.add(
                    "more licenses called than are counted separately, so decided usage is not compared for all of them");
        }
        if (bygone > 0) {
            notes.add(bygone
                    + " earlier runs are in the ledger and no longer in the journal, so the two are not compared");
        }
        return new ReconciliationReport(at, sources, List.of(), differences, notes);
    }

    /**
     * Two numbers of each license and meter.
     *
     * @param expected the least that is found
     * @param atMost the most that is found
     */
    private record Comparison(UsageSums expected, UsageSums found, UsageSums atMost) {}

    private void compare() {
        UsageLedger ledger = shipper.ledgerWriter().ledger();
        differences.addAll(LedgerReconciliation.differences(ledger, MAX_DIFFERENCES));
        usageLog.runs(ledger).forEach(this::compare);
    }

    private void compare(UsageSource source) {
        boolean current = source.equals(usageLog.current());
        UsageSums decided = current ? decided() : new UsageSums();
        RunScan scan = usageLog.scan(source, shipped(source));
        UsageSums ledger = ledgerOf(source);
        if (scan.isWhole()) {
            Comparison shipped = new Comparison(scan.shipped(), ledger, scan.shipped());
            differ(Between.JOURNAL_AND_LEDGER, source, shipped, Set.of());
        } else if (current) {
            notes.add(scan.partialBecause(name(source)));
        } else {
            bygone++;
        }
        if (scan.unreadable() > 0) {
            notes.add(scan.unreadable() + " records of " + name(source) + " cannot be read because of damage");
        }
        if (current) {
            UsageSums kept = new UsageSums();
            kept.addAll(scan.isWhole() ? scan.shipped() : ledger);
            kept.addAll(scan.waiting());
            differDecided(source, scan.isWaitingKnown() ? decided : new UsageSums(), kept);
        }
        sources.add(new Source(
                source.node(),
                source.epoch(),
                current ? calls(decided) : null,
                scan.recorded(),
                scan.unreadable(),
                shipped(source)));
    }

    private void differDecided(UsageSource source, UsageSums before, UsageSums found) {
        if (!tallies.isComplete()) {
            found.retain(new HashSet<>(tallies.all().keySet()));
        }
        Set<LicenseId> open = new HashSet<>();
        tallies.all().forEach((license, tally) -> {
            if (tally.isOpen()) {
                open.add(license);
            }
        });
        differ(Between.DECIDED_AND_JOURNAL, source, new Comparison(before, found, decided()), open);
    }

    /**
     * Notes each number that is below the expected one, or above the one expected by now.
     *
     * @param open licenses with calls in flight, whose numbers may be higher
     */
    private void differ(Between between, UsageSource source, Comparison comparison, Set<LicenseId> open) {
        UsageSums found = comparison.found;
        Set<UsageSums.Key> keys = new LinkedHashSet<>(comparison.expected.all().keySet());
        keys.addAll(found.all().keySet());
        for (UsageSums.Key key : keys) {
            UsageSums.Sum least = comparison.expected.of(key);
            UsageSums.Sum is = found.of(key);
            LicenseId license = key.license();
            boolean holds = is.isAtLeast(least)
                    && (open.contains(license) || comparison.atMost.of(key).isAtLeast(is));
            if (!holds && differences.size() < MAX_DIFFERENCES) {
                differences.add(new Difference(
                        between,
                        name(source),
                        license.value(),
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
        return shipper.ledgerWriter().position(source);
    }

    /** Returns the units of every call that has ended. */
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
        UsageLedger ledger = shipper.ledgerWriter().ledger();
        UsageSums sums = new UsageSums();
        Page.forEach(
                cursor -> ledger.totals(source, cursor, PAGE),
                total -> sums.add(total.license(), total.meter(), total.units(), total.calls()));
        return sums;
    }
}
