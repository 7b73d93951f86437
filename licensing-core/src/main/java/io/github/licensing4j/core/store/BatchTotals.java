package io.github.licensing4j.core.store;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.UsageRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sums to add to a ledger, without equal keys.
 *
 * @param rows usage by all its keys
 * @param totals charged units by exported total, including those of 0
 * @param counters increments of counters
 */
public record BatchTotals(List<UsageRow> rows, Map<Total, Long> totals, List<CounterIncrement> counters) {

    /** The key of exported units. */
    public record Total(LicenseId license, String customer, String meter, long hourMillis) {}

    /**
     * Adds up rows and increments with equal keys.
     *
     * @throws IllegalArgumentException if a sum exceeds the ledger's range
     */
    public static BatchTotals of(Collection<UsageRow> rows, Collection<CounterIncrement> counters) {
        Map<UsageRow, WideSum[]> byKey = new LinkedHashMap<>();
        Map<Total, WideSum> totals = new LinkedHashMap<>();
        for (UsageRow row : rows) {
            byKey.merge(
                    with(row, 0, 0),
                    new WideSum[] {WideSum.of(row.units()), WideSum.of(row.calls())},
                    BatchTotals::sum);
            if (row.kind() == UsageKind.CHARGED) {
                Total total = new Total(row.license(), row.customer(), row.meter(), row.hourMillis());
                totals.merge(total, WideSum.of(row.units()), WideSum::plus);
            }
        }
        Map<CounterIncrement, WideSum> byCounter = new LinkedHashMap<>();
        counters.forEach(one -> byCounter.merge(with(one, 0), WideSum.of(one.units()), WideSum::plus));
        Map<Total, Long> held = new HashMap<>();
        totals.forEach((total, sum) -> held.put(total, sum.units()));
        return new BatchTotals(
                byKey.entrySet().stream()
                        .map(one -> with(one.getKey(), one.getValue()[0].units(), one.getValue()[1].units()))
                        .toList(),
                held,
                byCounter.entrySet().stream()
                        .map(one -> with(one.getKey(), one.getValue().units()))
                        .toList());
    }

    private static WideSum[] sum(WideSum[] one, WideSum[] other) {
        return new WideSum[] {one[0].plus(other[0]), one[1].plus(other[1])};
    }

    /** Returns a row with other units and calls. */
    public static UsageRow with(UsageRow row, long units, long calls) {
        return with(row, row.hourMillis(), units, calls);
    }

    /** Returns a row with another hour, other units and calls. */
    public static UsageRow with(UsageRow row, long hourMillis, long units, long calls) {
        return new UsageRow(
                row.license(),
                row.customer(),
                row.plan(),
                row.meter(),
                row.origin(),
                row.kind(),
                hourMillis,
                units,
                calls);
    }

    /** Returns an increment with other units. */
    public static CounterIncrement with(CounterIncrement one, long units) {
        return new CounterIncrement(one.issuer(), one.license(), one.counter(), one.window(), units);
    }
}
