package io.github.licensing4j.core.usage;

import static java.util.stream.Collectors.toMap;

import io.github.licensing4j.Page;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageQuery;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A reference model: every call of a test in a list, added up naively. */
final class UsageModel {
    private final Queue<Use> uses = new ConcurrentLinkedQueue<>();

    /** The usage of one meter by a call. */
    record Use(UsageKind kind, Map<UsageDimension, String> keys, String meter, long units) {}

    /** Units and calls of a group. */
    record Sum(long units, long calls) {
        Sum plus(Sum other) {
            return new Sum(units + other.units, calls + other.calls);
        }
    }

    /** The keys of a sum. */
    record Group(Map<UsageDimension, String> keys, String meter) {}

    void add(UsageKind kind, Map<UsageDimension, String> keys, String meter, long units) {
        uses.add(new Use(kind, keys, meter, units));
    }

    Map<Group, Sum> sums(UsageKind kind, Set<UsageDimension> by) {
        Map<Group, Sum> sums = new HashMap<>();
        for (Use use : uses) {
            if (use.kind == kind) {
                Map<UsageDimension, String> keys = new EnumMap<>(UsageDimension.class);
                by.forEach(one -> keys.put(one, use.keys.get(one)));
                sums.merge(new Group(keys, use.meter), new Sum(use.units, 1), Sum::plus);
            }
        }
        return sums;
    }

    static Map<Group, Sum> ledgerSums(UsageLedger ledger, UsageKind kind, Set<UsageDimension> by) {
        Page<UsageTotal> page = ledger.usage(new UsageQuery(
                UsageRun.ISSUER,
                UsageSelection.all(),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2027-01-01T00:00:00Z"),
                by,
                kind,
                null,
                100_000));
        List<UsageTotal> totals = page.items();
        return totals.stream()
                .collect(toMap(
                        total -> new Group(new HashMap<>(total.keys()), total.meter()),
                        total -> new Sum(total.units(), total.calls())));
    }
}
