package io.github.licensing4j.core.limit;

import io.github.licensing4j.Limit;
import io.github.licensing4j.core.catalog.CounterNaming;
import io.github.licensing4j.core.catalog.LimitStart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One limit sheet for all licenses on the same terms. Safe for use by many threads. */
final class LimitSets {
    /** Far above the number of plans. Past it all is forgotten: catalogs, and the amounts of divided periods, come and go. */
    private static final int MAX = 10_000;

    private final ConcurrentHashMap<Terms, LimitSet> sheets = new ConcurrentHashMap<>();

    private record Terms(
            List<Limit> limits,
            Map<String, Long> amountsBefore,
            List<String> counterNames,
            Map<String, LimitStart> starts) {}

    /**
     * The sheet of these limits.
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
        LimitSet known = sheets.get(terms);
        if (known == null) {
            known = LimitSet.of(amounts, naming);
            if (sheets.size() >= MAX) {
                sheets.clear();
            }
            LimitSet raced = sheets.putIfAbsent(terms, known);
            return raced == null ? known : raced;
        }
        return known;
    }
}
