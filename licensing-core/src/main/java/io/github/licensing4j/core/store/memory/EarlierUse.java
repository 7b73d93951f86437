package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.store.Starts;
import io.github.licensing4j.core.store.WideSum;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.UsageRow;
import io.github.licensing4j.spi.UseAtStart;
import java.util.List;
import java.util.Objects;

/** Adds to a counter the usage in its window before it replaced another one. Guarded by the lock of the ledger. */
record EarlierUse(UsageTable table, LicenseId license, CounterStart start) {

    /** Returns the units of a counter with the usage before its start, adding that usage the first time. */
    long counted(CounterIncrement zero) {
        long used = table.counters.getOrDefault(zero, 0L);
        List<UseAtStart> starts = table.starts(zero);
        UseAtStart last = Starts.last(starts);
        if (last.atMillis() >= start.atMillis()) {
            return used;
        }
        long own = used - last.earlier();
        long total = Math.max(used, total(zero, own));
        table.counters.put(zero, total);
        table.starts.put(zero, Starts.with(starts, new UseAtStart(start.atMillis(), own, total - own)));
        return total;
    }

    private long total(CounterIncrement zero, long own) {
        Scope scope = zero.counter().scope();
        boolean isCounted = start.sameUse();
        if (!isCounted && (scope == Scope.KEY || scope == Scope.USER)) {
            return own;
        }
        WideSum metered = metered(zero);
        WideSum others = others(zero).plus(own);
        return (isCounted && others.compareTo(metered) < 0 ? others : metered).nearest();
    }

    /** Returns the usage of the meter in the hours of the window. */
    private WideSum metered(CounterIncrement zero) {
        WideSum sum = WideSum.ZERO;
        for (var row : table.rows.entrySet()) {
            if (isIn(row.getKey(), zero)) {
                sum = sum.plus(row.getValue().units());
            }
        }
        return sum;
    }

    private boolean isIn(UsageRow row, CounterIncrement zero) {
        QuotaWindow window = zero.window();
        return row.kind() == UsageKind.CHARGED
                && row.meter().equals(zero.counter().meter())
                && row.hourMillis() >= UsageRow.hourOf(window.startMillis())
                && row.hourMillis() < window.endMillis()
                && (zero.license() == null
                        ? row.license().issuer().equals(zero.issuer())
                                && row.customer().equals(zero.counter().subject())
                        : row.license().equals(license));
    }

    /** Returns the units that counters of the same usage and other periods counted themselves. */
    private WideSum others(CounterIncrement zero) {
        WideSum sum = WideSum.ZERO;
        for (var one : table.counters.entrySet()) {
            if (isOther(one.getKey(), zero)) {
                sum = sum.plus(one.getValue())
                        .plus(-Starts.last(table.starts(one.getKey())).earlier());
            }
        }
        return sum;
    }

    private boolean isOther(CounterIncrement one, CounterIncrement zero) {
        CounterId id = zero.counter();
        QuotaWindow window = one.window();
        return !one.counter().per().equals(id.per())
                && one.counter()
                        .equals(new CounterId(
                                id.limit(), id.meter(), id.kind(), one.counter().per(), id.scope(), id.subject()))
                && one.issuer().equals(zero.issuer())
                && Objects.equals(one.license(), zero.license())
                && window.endMillis() > zero.window().startMillis()
                && window.startMillis() < zero.window().endMillis()
                && window.startMillis() >= start.sinceMillis();
    }
}
