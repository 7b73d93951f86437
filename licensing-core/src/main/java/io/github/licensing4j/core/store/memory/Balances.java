package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.store.Starts;
import io.github.licensing4j.core.store.WideSum;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.spi.UsageLedger.Balance;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Adds up a usage table in each way that {@link Balance} compares. */
final class Balances {
    private static final int JOURNALED = 0;
    private static final int CORRECTED = 1;
    private static final int ADDED = 2;
    private static final int BILLED = 3;
    private static final int EXPORTED = 4;
    private static final int COUNTED = 5;
    private static final int WAYS = 6;

    private final TreeMap<MeterName, WideSum[]> found = new TreeMap<>(MeterName.ORDER);

    private Balances() {}

    static NavigableMap<MeterName, Balance> of(UsageTable table, List<UsageCorrection> corrections) {
        Balances balances = new Balances();
        table.journaled((name, sums) -> balances.add(name, JOURNALED, sums.units()));
        for (UsageCorrection one : corrections) {
            MeterName name = new MeterName(one.license(), one.meter());
            balances.add(name, CORRECTED, WideSum.of(one.units()));
            balances.add(name, ADDED, WideSum.of(Math.max(0, one.units())));
        }
        table.rows.forEach((row, sum) -> {
            if (row.kind() == UsageKind.CHARGED) {
                balances.add(new MeterName(row.license(), row.meter()), BILLED, WideSum.of(sum.units()));
            }
        });
        table.totals.forEach((total, units) ->
                balances.add(new MeterName(total.license(), total.meter()), EXPORTED, WideSum.of(units)));
        balances.count(table);
        TreeMap<MeterName, Balance> all = new TreeMap<>(MeterName.ORDER);
        balances.found.forEach((name, sums) -> all.put(name, balance(name, sums)));
        return all;
    }

    /** One limit of a license over all its periods, keys and users. */
    private record Counting(MeterName name, String limit, String per, QuotaLimit.Scope scope) {}

    private void count(UsageTable table) {
        Map<Counting, WideSum> sums = new HashMap<>();
        table.counters.forEach((counter, units) -> {
            String license = counter.license();
            CounterId id = counter.counter();
            String meter = id.meter();
            if (license != null && meter != null && id.kind() == Limit.Kind.QUOTA) {
                MeterName name = new MeterName(new LicenseId(counter.issuer(), license), meter);
                Counting counting = new Counting(name, id.limit(), id.per(), id.scope());
                long earlier = Starts.last(table.starts(counter)).earlier();
                sums.merge(counting, WideSum.of(units).plus(WideSum.of(-earlier)), WideSum::plus);
            }
        });
        Map<MeterName, WideSum> most = new HashMap<>();
        sums.forEach((counting, sum) ->
                most.merge(counting.name, sum, (one, other) -> one.compareTo(other) < 0 ? other : one));
        most.forEach((name, sum) -> add(name, COUNTED, sum));
    }

    private void add(MeterName name, int way, WideSum more) {
        WideSum[] sums = found.computeIfAbsent(name, added -> {
            WideSum[] nothing = new WideSum[WAYS];
            Arrays.fill(nothing, WideSum.ZERO);
            return nothing;
        });
        sums[way] = sums[way].plus(more);
    }

    private static Balance balance(MeterName name, WideSum[] sums) {
        return new Balance(
                name.license(),
                name.meter(),
                sums[JOURNALED].units(),
                sums[CORRECTED].units(),
                sums[ADDED].units(),
                sums[BILLED].units(),
                sums[EXPORTED].units(),
                sums[COUNTED].units());
    }
}
