package io.github.licensing4j.core.catalog;

import java.util.HashMap;
import java.util.Map;

/**
 * What the limits of one plan are counted under.
 *
 * @param former the name that the catalog says a limit had before, by the limit's name
 * @param counters the name of the counter of each limit where it is not the limit's own
 * @param aliases the limit that took the place of one that had another name, by that name
 * @param starts when counters took the place of others, by the limit's name
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

    /** The names as a catalog says them. */
    static LimitNames written(Map<String, String> former, Map<String, String> counters) {
        Map<String, String> aliases = new HashMap<>();
        counters.forEach((limit, counter) -> aliases.put(counter, limit));
        former.forEach((limit, was) -> aliases.put(was, limit));
        return new LimitNames(former, counters, aliases, Map.of());
    }

    /** The same with other counters. */
    LimitNames counted(Map<String, String> others) {
        return new LimitNames(former, others, aliases, starts);
    }

    /** The name of a limit's counter. */
    String counter(String limit) {
        return counters.getOrDefault(limit, limit);
    }
}
