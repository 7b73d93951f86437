package io.github.licensing4j.core.usage.whatif;

import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The counters of one license, or of one customer, under one catalog. For one thread. */
public final class CountedUsage {
    private final List<CounterIncrement> ledger = new ArrayList<>();
    private final Map<Key, Long> totals = new HashMap<>();
    private final Set<CounterId> known = new HashSet<>();
    private final Map<Key, CounterReplay> counters = new HashMap<>();

    private record Key(CounterId counter, QuotaWindow window) {}

    /**
     * @param ledger the counters in the ledger, each with the units counted in a window
     * @param charged the meters that calls are charged other units of, so that these counters are not those of the catalog
     */
    public CountedUsage(List<CounterIncrement> ledger, Set<String> charged) {
        for (CounterIncrement counter : ledger) {
            String meter = counter.counter().meter();
            if (meter == null || !charged.contains(meter)) {
                this.ledger.add(counter);
                known.add(counter.counter());
                totals.merge(new Key(counter.counter(), counter.window()), counter.units(), Long::sum);
            }
        }
    }

    CounterReplay in(CounterId counter, QuotaWindow window) {
        return counters.computeIfAbsent(
                new Key(counter, window),
                key -> new CounterReplay(
                        known.contains(counter) ? totals.getOrDefault(key, 0L) : CounterReplay.UNKNOWN));
    }

    /**
     * Returns the counters that invoices are made from: those of the ledger, and the replayed ones that it does not have.
     *
     * @param owner an increment of a counter of the same owner and a window
     */
    public List<CounterIncrement> billed(Owner owner) {
        List<CounterIncrement> all = new ArrayList<>(ledger);
        counters.forEach((key, replay) -> {
            if (!known.contains(key.counter) && replay.used() != 0) {
                all.add(owner.of(key.counter, key.window, replay.used()));
            }
        });
        return all;
    }

    /** Makes the counter of a license or customer. */
    public interface Owner {
        CounterIncrement of(CounterId counter, QuotaWindow window, long units);
    }
}
