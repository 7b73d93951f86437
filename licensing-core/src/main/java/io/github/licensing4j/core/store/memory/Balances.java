package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.core.store.Units;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.spi.UsageKind;
import io.github.licensing4j.spi.UsageLedger.Balance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Adds up what a shelf holds in each way that something goes by. */
final class Balances {
    private final TreeMap<MeterName, Balance> found = new TreeMap<>(MeterName.ORDER);

    private Balances() {}

    static NavigableMap<MeterName, Balance> of(UsageShelf shelf, List<UsageCorrection> corrections) {
        Balances balances = new Balances();
        shelf.journaled((name, sum) -> balances.add(name, new long[] {sum.units(), 0, 0, 0, 0, 0}));
        for (UsageCorrection one : corrections) {
            MeterName name = new MeterName(one.license(), one.meter());
            balances.add(name, new long[] {0, one.units(), Math.max(0, one.units()), 0, 0, 0});
        }
        shelf.rows.forEach((row, sum) -> {
            if (row.kind() == UsageKind.CHARGED) {
                balances.add(new MeterName(row.license(), row.meter()), new long[] {0, 0, 0, sum.units(), 0, 0});
            }
        });
        shelf.totals.forEach((total, units) ->
                balances.add(new MeterName(total.license(), total.meter()), new long[] {0, 0, 0, 0, units, 0}));
        balances.count(shelf);
        return balances.found;
    }

    /** One limit of a license, whatever its periods, keys and users. */
    private record Counting(MeterName name, String limit, String per, CounterId.Scope scope) {}

    private void count(UsageShelf shelf) {
        Map<Counting, Long> sums = new HashMap<>();
        shelf.counters.forEach((counter, units) -> {
            String license = counter.license();
            CounterId id = counter.counter();
            String meter = id.meter();
            if (license != null && meter != null && id.kind() == Limit.Kind.QUOTA) {
                MeterName name = new MeterName(new LicenseId(counter.issuer(), license), meter);
                sums.merge(new Counting(name, id.limit(), id.per(), id.scope()), units, Units::add);
            }
        });
        Map<MeterName, Long> most = new HashMap<>();
        sums.forEach((counting, units) -> most.merge(counting.name, units, Math::max));
        most.forEach((name, units) -> add(name, new long[] {0, 0, 0, 0, 0, units}));
    }

    private void add(MeterName name, long[] more) {
        Balance sum = found.getOrDefault(name, new Balance(name.license(), name.meter(), 0, 0, 0, 0, 0, 0));
        found.put(
                name,
                new Balance(
                        name.license(),
                        name.meter(),
                        Units.add(sum.journaled(), more[0]),
                        Units.add(sum.corrected(), more[1]),
                        Units.add(sum.added(), more[2]),
                        Units.add(sum.billed(), more[3]),
                        Units.add(sum.exported(), more[4]),
                        Units.add(sum.counted(), more[5])));
    }
}
