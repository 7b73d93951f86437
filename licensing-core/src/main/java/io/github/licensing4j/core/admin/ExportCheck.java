package io.github.licensing4j.core.admin;

import io.github.licensing4j.Page;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.admin.ReconciliationReport;
import io.github.licensing4j.admin.ReconciliationReport.Between;
import io.github.licensing4j.admin.ReconciliationReport.Difference;
import io.github.licensing4j.admin.ReconciliationReport.Exporter;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportLog;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageQuery;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares the closed hours of the ledger with events that exporters have accepted, have yet to receive, or have
 * refused for good. Usage of other nodes during the comparison can appear as a difference; so a difference is reported
 * only if it is found twice.
 */
final class ExportCheck {
    private static final int PAGE = 1_000;
    private static final int MAX_WAITING = 100_000;
    private static final int MAX_DIFFERENCES = 1_000;
    /** An instant after which no event waits: back-off ends far before. */
    private static final Duration EVER = Duration.ofDays(3_650);

    private final String issuer;
    private final UsageLedger ledger;
    private final UsageParts parts;

    ExportCheck(String issuer, UsageLedger ledger, UsageParts parts) {
        this.issuer = issuer;
        this.ledger = ledger;
        this.parts = parts;
    }

    /** A license and a meter. */
    private record Key(String license, String meter) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byLicense = license.compareTo(other.license);
            return byLicense != 0 ? byLicense : meter.compareTo(other.meter);
        }
    }

    /** Returns the report with the differences of exporters added. */
    ReconciliationReport completed(ReconciliationReport report) {
        List<Exporter> exporters = new ArrayList<>(report.exporters());
        List<Difference> differences = new ArrayList<>(report.differences());
        List<String> notes = new ArrayList<>(report.notes());
        for (String exporter : parts.exporters()) {
            Instant closed = createEvents(exporter, report.at());
            long waiting = ledger.exports().waiting(exporter);
            exporters.add(new Exporter(exporter, waiting, dead(exporter).size()));
            if (waiting > MAX_WAITING) {
                notes.add(waiting + " events wait for exporter " + exporter + ", too many to compare them");
            } else {
                differences.addAll(differences(exporter, closed, report.at()));
            }
        }
        List<Difference> most = differences.subList(0, Math.min(differences.size(), MAX_DIFFERENCES));
        return new ReconciliationReport(report.at(), report.sources(), exporters, most, notes);
    }

    private List<Difference> differences(String exporter, Instant closed, Instant now) {
        List<Difference> found = findDifferences(exporter, closed, now);
        if (!found.isEmpty()) {
            createEvents(exporter, now);
            found.retainAll(findDifferences(exporter, closed, now));
        }
        return found;
    }

    /** Creates the events that the next run of the exporter would send, up to an instant. */
    private Instant createEvents(String exporter, Instant now) {
        Instant closed = now.minus(parts.grace()).truncatedTo(ChronoUnit.HOURS);
        int made;
        do {
            made = ledger.exports().createEvents(exporter, closed, now, PAGE);
        } while (made == PAGE);
        return closed;
    }

    private List<Difference> findDifferences(String exporter, Instant closed, Instant now) {
        Map<Key, BigInteger> expected = hours(closed);
        Map<Key, BigInteger> found = exported(exporter, now);
        TreeSet<Key> keys = new TreeSet<>(expected.keySet());
        keys.addAll(found.keySet());
        List<Difference> differences = new ArrayList<>();
        for (Key key : keys) {
            BigInteger is = found.getOrDefault(key, BigInteger.ZERO);
            BigInteger should = expected.getOrDefault(key, BigInteger.ZERO);
            if (!is.equals(should) && differences.size() < MAX_DIFFERENCES) {
                differences.add(new Difference(
                        Between.LEDGER_AND_EXPORT,
                        exporter,
                        key.license,
                        key.meter,
                        nearest(should),
                        nearest(is),
                        0,
                        0));
            }
        }
        return differences;
    }

    private Map<Key, BigInteger> hours(Instant closed) {
        Map<Key, BigInteger> sums = new TreeMap<>();
        Page.forEach(
                cursor -> ledger.usage(new UsageQuery(
                        issuer,
                        UsageSelection.all(),
                        Instant.EPOCH,
                        closed,
                        Set.of(UsageDimension.LICENSE),
                        UsageKind.CHARGED,
                        cursor,
                        PAGE)),
                total -> sums.merge(
                        new Key(total.keys().getOrDefault(UsageDimension.LICENSE, ""), total.meter()),
                        BigInteger.valueOf(total.units()),
                        BigInteger::add));
        return sums;
    }

    private Map<Key, BigInteger> exported(String exporter, Instant now) {
        ExportLog events = ledger.exports();
        Map<Key, BigInteger> sums = new TreeMap<>();
        Page.forEach(cursor -> events.accepted(exporter, cursor, PAGE), one -> {
            if (one.license().issuer().equals(issuer)) {
                sums.merge(
                        new Key(one.license().value(), one.meter()), BigInteger.valueOf(one.units()), BigInteger::add);
            }
        });
        List<ExportEvent> pending = new ArrayList<>(events.due(exporter, now.plus(EVER), MAX_WAITING));
        pending.addAll(dead(exporter));
        for (ExportEvent event : pending) {
            if (event.license().issuer().equals(issuer)) {
                sums.merge(
                        new Key(event.license().value(), event.meter()),
                        BigInteger.valueOf(event.units()),
                        BigInteger::add);
            }
        }
        return sums;
    }

    private List<ExportEvent> dead(String exporter) {
        List<ExportEvent> dead = new ArrayList<>();
        Page.forEach(cursor -> ledger.exports().deadLetters(cursor, PAGE), event -> {
            if (event.exporter().equals(exporter)) {
                dead.add(event);
            }
        });
        return dead;
    }

    private static long nearest(BigInteger sum) {
        return sum.bitLength() < Long.SIZE ? sum.longValueExact() : sum.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
