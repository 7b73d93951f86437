package io.github.licensing4j.core.limit;

import io.github.licensing4j.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** One limit sheet for all licenses on the same terms. Safe for use by many threads. */
final class LimitSheets {
    /** Far above the number of plans. Past it all is forgotten: catalogs, and the amounts of divided periods, come and go. */
    private static final int MAX = 10_000;

    private final ConcurrentHashMap<Terms, LimitSheet> sheets = new ConcurrentHashMap<>();

    private record Terms(List<Limit> limits, Map<String, Long> amountsBefore, List<String> counterNames) {}

    /**
     * The sheet of these limits.
     *
     * @param counterName the first name a limit had, which its counter keeps
     */
    LimitSheet of(Proration amounts, Function<Limit, String> counterName) {
        List<Limit> limits = amounts.limits();
        List<String> names = new ArrayList<>(limits.size());
        limits.forEach(limit -> names.add(counterName.apply(limit)));
        Terms terms = new Terms(List.copyOf(limits), amounts.amountsBefore(), List.copyOf(names));
        LimitSheet known = sheets.get(terms);
        if (known == null) {
            known = LimitSheet.of(amounts, counterName);
            if (sheets.size() >= MAX) {
                sheets.clear();
            }
            LimitSheet raced = sheets.putIfAbsent(terms, known);
            return raced == null ? known : raced;
        }
        return known;
    }
}
