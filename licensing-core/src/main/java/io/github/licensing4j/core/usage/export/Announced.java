package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.core.cache.LruMap;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The amounts for which this node last announced the levels of counters. If an amount has changed or is unknown here,
 * every reached level is announced again; the outbox drops messages whose ids it has stored before. Safe for use by
 * many threads.
 */
final class Announced {
    private static final int MAX = 10_000;

    private final Map<Key, State> known = new LruMap<>(MAX);

    private record Key(String issuer, @Nullable String license, CounterId counter, QuotaWindow window) {}

    /** @param after the value of the counter: if a later change starts there, the announcement was stored */
    private record State(long amount, SortedSet<Integer> levels, long after) {}

    /**
     * Records an announcement. Returns whether the levels below the start of the change were announced for the same
     * amount.
     */
    synchronized boolean note(CounterChange move, ThresholdTarget thresholdTarget) {
        long amount = thresholdTarget.quota().amount();
        State before = known.put(key(move), new State(amount, thresholdTarget.levels(), move.after()));
        return new State(amount, thresholdTarget.levels(), move.before()).equals(before);
    }

    /** Records that a counter was decreased. */
    synchronized void noteDecrease(CounterChange move) {
        known.computeIfPresent(
                key(move),
                (key, state) ->
                        state.after == move.before() ? new State(state.amount, state.levels, move.after()) : state);
    }

    private static Key key(CounterChange move) {
        CounterIncrement counter = move.increment();
        return new Key(counter.issuer(), counter.license(), counter.counter(), counter.window());
    }
}
