package io.github.licensing4j.core.usage;

import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.usage.journal.CallDescriptor;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageRow;
import io.github.licensing4j.spi.UsageSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Aggregates calls into rows by the hour and counters, as the ledger takes them. Not safe for use by many threads. */
final class UsageAggregator {
    private static final long HOUR = 3_600_000;

    private final Map<Key, Sum> sums = new HashMap<>();
    private final Map<CounterIncrement, Long> counters = new HashMap<>();
    private long calls;

    /** The key of one row without its meter. */
    private record Key(
            UsageAccount account, CallDescriptor descriptor, int statusClass, UsageKind kind, long hourMillis) {}

    /** The units of each meter of one row. */
    static final class Sum {
        private final long[] units;
        private long calls;

        private Sum(int meters) {
            this.units = new long[meters];
        }

        /** Adds units of one meter, limited to the largest number instead of overflowing. */
        void add(int meter, long added) {
            units[meter] = saturated(units[meter], added);
        }
    }

    /** Returns how many calls were added. */
    long calls() {
        return calls;
    }

    /** Returns how many sums it holds. */
    int size() {
        return sums.size() + counters.size();
    }

    /** Adds one call and returns the sum that its units are added to. */
    Sum call(UsageAccount account, CallDescriptor descriptor, int status, UsageKind kind, long atMillis) {
        calls++;
        Key key = new Key(account, descriptor, status / 100, kind, atMillis - Math.floorMod(atMillis, HOUR));
        Sum sum =
                sums.computeIfAbsent(key, absent -> new Sum(descriptor.meters().size()));
        sum.calls++;
        return sum;
    }

    /** Adds units of one counter. */
    void counter(UsageAccount account, CounterId counter, QuotaWindow window, long units) {
        if (units > 0) {
            counters.merge(
                    CounterIncrement.of(account.license(), counter, window, 0), units, UsageAggregator::saturated);
        }
    }

    private static long saturated(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** Returns everything that was added as one batch. */
    UsageBatch batch(UsageSource source, long afterSeq, long upToSeq) {
        Map<UsageRow, UsageRow> rows = new HashMap<>();
        sums.forEach((key, sum) -> {
            for (int i = 0; i < sum.units.length; i++) {
                // Accounts also differ by key and user, which rows do not contain.
                rows.merge(row(key, i, 0, 0), row(key, i, sum.units[i], sum.calls), UsageAggregator::sum);
            }
        });
        List<CounterIncrement> increments = new ArrayList<>(counters.size());
        counters.forEach((zero, units) -> increments.add(
                new CounterIncrement(zero.issuer(), zero.license(), zero.counter(), zero.window(), units)));
        return new UsageBatch(source, afterSeq, upToSeq, List.copyOf(rows.values()), increments);
    }

    private static UsageRow row(Key key, int meter, long units, long calls) {
        UsageAccount account = key.account;
        return new UsageRow(
                account.license(),
                account.customer(),
                account.plan(),
                key.descriptor.meters().get(meter),
                new UsageRow.Origin(key.descriptor.feature(), key.descriptor.endpoint(), key.statusClass),
                key.kind,
                key.hourMillis,
                units,
                calls);
    }

    private static UsageRow sum(UsageRow one, UsageRow other) {
        return new UsageRow(
                one.license(),
                one.customer(),
                one.plan(),
                one.meter(),
                one.origin(),
                one.kind(),
                one.hourMillis(),
                saturated(one.units(), other.units()),
                saturated(one.calls(), other.calls()));
    }
}
