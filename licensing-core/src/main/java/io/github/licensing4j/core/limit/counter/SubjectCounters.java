package io.github.licensing4j.core.limit.counter;

import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The quota counters of the keys and users of one license, the one used longest ago first. Bounded: if it is full, a
 * counter is evicted that is unused or that the ledger contains. The license's lock guards it.
 */
final class SubjectCounters {
    /** The maximum of keys and users of one license that are counted at once, over all its limits. */
    static final int MAX = 10_000;

    /** The number of counters that are examined to find one to evict for a new one. */
    private static final int MAX_EXAMINED = 64;

    private final Map<CounterId, Counter> counters = new LinkedHashMap<>(16, 0.75f, true);

    @Nullable
    Counter find(CounterId id) {
        return counters.get(id);
    }

    /** Adds a counter; false if there is no room for it. */
    boolean put(Counter counter, IssuerCounters issuer, long nowMillis) {
        if (counters.size() >= MAX && !counters.containsKey(counter.id()) && !makeRoom(issuer, nowMillis)) {
            return false;
        }
        counters.put(counter.id(), counter);
        return true;
    }

    private boolean makeRoom(IssuerCounters issuer, long nowMillis) {
        IntPredicate inLedger = issuer.memory().inLedger(nowMillis);
        Iterator<Counter> oldest = counters.values().iterator();
        for (int examined = 0; examined < MAX_EXAMINED && oldest.hasNext(); examined++) {
            Counter counter = oldest.next();
            Eviction eviction = counter.eviction(nowMillis, inLedger);
            if (eviction.isPossible()) {
                if (eviction == Eviction.IN_LEDGER) {
                    QuotaWindow window = counter.window();
                    issuer.evicted(window == null ? Counter.ALWAYS : window, nowMillis);
                }
                oldest.remove();
                return true;
            }
        }
        return false;
    }

    Eviction eviction(long nowMillis, IntPredicate inLedger) {
        Eviction all = Eviction.UNUSED;
        for (Counter counter : counters.values()) {
            all = all.or(counter.eviction(nowMillis, inLedger));
        }
        return all;
    }

    Iterable<Counter> all() {
        return counters.values();
    }
}
