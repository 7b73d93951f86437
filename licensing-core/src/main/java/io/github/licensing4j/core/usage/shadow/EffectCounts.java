package io.github.licensing4j.core.usage.shadow;

import io.github.licensing4j.admin.ShadowReport.Effect;
import io.github.licensing4j.admin.ShadowReport.Effects;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts differing calls by customer, or by endpoint. Bounded. Safe for use by many threads. */
final class EffectCounts {
    /** The number of names that are counted apart. */
    static final int MOST = 10_000;

    private static final int SHOWN = 100;

    private final ConcurrentHashMap<String, Counts> counts = new ConcurrentHashMap<>();
    private final LongAdder others = new LongAdder();

    /** The kinds of differences. */
    enum Difference {
        WOULD_REFUSE,
        WOULD_GRANT,
        REFUSED_OTHERWISE,
        CHARGED_DIFFERENTLY
    }

    private static final class Counts {
        private final Map<Difference, LongAdder> byDifference = Map.of(
                Difference.WOULD_REFUSE, new LongAdder(),
                Difference.WOULD_GRANT, new LongAdder(),
                Difference.REFUSED_OTHERWISE, new LongAdder(),
                Difference.CHARGED_DIFFERENTLY, new LongAdder());

        private LongAdder at(Difference difference) {
            return Objects.requireNonNull(byDifference.get(difference));
        }

        private long of(Difference difference) {
            return at(difference).sum();
        }
    }

    void add(String name, Difference difference) {
        Counts known = counts.get(name);
        if (known == null) {
            if (counts.size() >= MOST) {
                others.increment();
                return;
            }
            known = counts.computeIfAbsent(name, absent -> new Counts());
        }
        known.at(difference).increment();
    }

    /** Returns the largest effects; what has no place of its own counts as one more that is left out. */
    Effects effects() {
        List<Effect> all = counts.entrySet().stream()
                .map(entry -> effect(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Effect::calls).reversed().thenComparing(Effect::name))
                .toList();
        List<Effect> largest = all.subList(0, Math.min(SHOWN, all.size()));
        return new Effects(largest, all.size() - largest.size() + (others.sum() > 0 ? 1 : 0));
    }

    private static Effect effect(String name, Counts counts) {
        return new Effect(
                name,
                counts.of(Difference.WOULD_REFUSE),
                counts.of(Difference.WOULD_GRANT),
                counts.of(Difference.REFUSED_OTHERWISE),
                counts.of(Difference.CHARGED_DIFFERENTLY));
    }
}
