package io.github.licensing4j.core.store;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.UsageKind;
import io.github.licensing4j.spi.UsageRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be added to a ledger, no two of it alike.
 *
 * @param rows usage by everything it can be looked at by
 * @param totals charged units by what is exported, those of 0 included
 * @param counters what is to be counted
 */
public record BatchTotals(List<UsageRow> rows, Map<Total, Long> totals, List<CounterIncrement> counters) {

    /** What exporters are told the units of. */
    public record Total(LicenseId license, String customer, String meter, long hourMillis) {}

    /**
     * Adds up what is alike.
     *
     * @throws IllegalArgumentException if a sum is more than a ledger holds
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

    /** The same row, but for how much it holds. */
    public static UsageRow with(UsageRow row, long units, long calls) {
        return new UsageRow(
                row.license(),
                row.customer(),
                row.plan(),
                row.meter(),
                row.feature(),
                row.endpoint(),
                row.statusClass(),
                row.kind(),
                row.hourMillis(),
                units,
                calls);
    }

    /** The same counter and window, with other units. */
    public static CounterIncrement with(CounterIncrement one, long units) {
        return new CounterIncrement(one.issuer(), one.license(), one.counter(), one.window(), units);
    }
}
