package io.github.licensing4j.core.limit;

import io.github.licensing4j.Meter;
import io.github.licensing4j.Requirement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One charge sheet for all calls with the same requirement, for as long as the catalog has the same meters. Safe for
 * use by many threads.
 */
public final class ChargeSheets {
    /** Far above the number of endpoints; a host that makes requirements up as it goes pays for its sheets each time. */
    private static final int MAX = 10_000;

    private volatile Memo memo = new Memo(Map.of(), new ConcurrentHashMap<>());

    private record Memo(Map<String, Meter> meters, ConcurrentHashMap<Requirement, ChargeSheet> sheets) {}

    /** The sheet of a requirement under these meters. */
    public ChargeSheet of(Requirement requirement, Map<String, Meter> meters) {
        Memo current = memo;
        if (current.meters != meters) {
            current = new Memo(meters, new ConcurrentHashMap<>());
            memo = current;
        }
        ChargeSheet known = current.sheets.get(requirement);
        if (known == null) {
            known = ChargeSheet.of(requirement, meters);
            if (current.sheets.size() < MAX) {
                current.sheets.put(requirement, known);
            }
        }
        return known;
    }
}
