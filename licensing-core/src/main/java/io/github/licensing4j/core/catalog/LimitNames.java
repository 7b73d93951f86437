package io.github.licensing4j.core.catalog;

import java.util.HashMap;
import java.util.Map;

/**
 * The counter names of the limits of one plan.
 *
 * @param former the former name in the catalog, by the limit's name
 * @param counters the name of the counter of each limit where it is not the limit's own
 * @param aliases the limit that replaced one with another name, by that name
 * @param starts when counters replaced others, by the limit's name
 */
record LimitNames(
        Map<String, String> former,
        Map<String, String> counters,
        Map<String, String> aliases,
        Map<String, LimitStart> starts) {
    LimitNames {
        former = Map.copyOf(former);
        counters = Map.copyOf(counters);
        aliases = Map.copyOf(aliases);
        starts = Map.copyOf(starts);
    }

    /** Returns the names as a catalog defines them. */
    static LimitNames written(Map<String, String> former, Map<String, String> counters) {
        Map<String, String> aliases = new HashMap<>();
        counters.forEach((limit, counter) -> aliases.put(counter, limit));
        former.forEach((limit, was) -> aliases.put(was, limit));
        return new LimitNames(former, counters, aliases, Map.of());
    }

    /** Returns these names with other counters. */
    LimitNames counted(Map<String, String> others) {
        return new LimitNames(former, others, aliases, starts);
    }

    /** Returns the name of a limit's counter. */
    String counter(String limit) {
        return counters.getOrDefault(limit, limit);
    }
}
