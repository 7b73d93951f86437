package io.github.licensing4j.core.limit;

import io.github.licensing4j.Limit;
import io.github.licensing4j.core.catalog.CounterNaming;
import io.github.licensing4j.core.catalog.LimitStart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Caches one limit set for all licenses on the same terms. Safe for use by many threads. */
final class LimitSets {
    /** Far above the number of plans. Past it all are removed: catalogs, and the amounts of divided periods, come and go. */
    private static final int MAX = 10_000;

    private final LimitRules rules;
    private final List<LimitStore<?, ?>> stores;
    private final ConcurrentHashMap<Terms, LimitSet> limitSets = new ConcurrentHashMap<>();

    private record Terms(
            List<Limit> limits,
            Map<String, Long> amountsBefore,
            List<String> counterNames,
            Map<String, LimitStart> starts) {}

    LimitSets(LimitRules rules, List<LimitStore<?, ?>> stores) {
        this.rules = rules;
        this.stores = stores;
    }

    /**
     * Returns the set of these limits.
     *
     * @param naming names the counters
     */
    LimitSet of(Proration amounts, CounterNaming naming) {
        List<Limit> limits = amounts.limits();
        List<String> names = new ArrayList<>(limits.size());
        Map<String, LimitStart> starts = new HashMap<>();
        for (Limit limit : limits) {
            names.add(naming.counterName(limit));
            LimitStart start = naming.start(limit);
            if (start != null) {
                starts.put(limit.name(), start);
            }
        }
        Terms terms = new Terms(List.copyOf(limits), amounts.amountsBefore(), List.copyOf(names), Map.copyOf(starts));
        LimitSet known = limitSets.get(terms);
        if (known == null) {
            known = make(amounts, naming);
            if (limitSets.size() >= MAX) {
                limitSets.clear();
            }
            LimitSet raced = limitSets.putIfAbsent(terms, known);
            return raced == null ? known : raced;
        }
        return known;
    }

    private LimitSet make(Proration amounts, CounterNaming naming) {
        List<LimitRule<?, ?>> made = new ArrayList<>(amounts.limits().size());
        for (Limit limit : amounts.limits()) {
            rules.rule(limit, amounts, naming).ifPresent(made::add);
        }
        return new LimitSet(made, stores);
    }
}
