package io.github.licensing4j.core.limit;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Requirement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one charge plan for all calls with the same requirement, as long as the catalog has the same meters. Safe for
 * use by many threads.
 */
public final class ChargePlans {
    /** Far above the number of endpoints. Past it all are removed: a host may create requirements at run time. */
    private static final int MAX = 10_000;

    private static final int SLOTS = 256;

    private final BiFunction<Requirement, Map<String, Meter>, ChargePlan> maker;
    private volatile Memo memo = new Memo(Map.of(), new ConcurrentHashMap<>());
    /** The last plans by the identity of their requirement, which hashes as a whole. Races cost a look-up, nothing else. */
    private final @Nullable Recent[] recent = new Recent[SLOTS];

    private record Memo(Map<String, Meter> meters, ConcurrentHashMap<Requirement, ChargePlan> plans) {}

    private record Recent(Requirement requirement, Map<String, Meter> meters, ChargePlan plan) {}

    /** Creates a cache of the plans of calls. */
    public ChargePlans() {
        this(ChargePlan::of);
    }

    private ChargePlans(BiFunction<Requirement, Map<String, Meter>, ChargePlan> maker) {
        this.maker = maker;
    }

    /** Creates a cache of the plans of parts of calls, which charge only what their endpoint declares. */
    public static ChargePlans ofParts() {
        return new ChargePlans(ChargePlan::ofPart);
    }

    /** Returns the charge plan of a requirement under these meters. */
    @SuppressWarnings("ReferenceEquality") // An endpoint has the same requirement object until the catalog changes.
    public ChargePlan of(Requirement requirement, Map<String, Meter> meters) {
        int slot = System.identityHashCode(requirement) & (SLOTS - 1);
        Recent last = recent[slot];
        if (last != null && last.requirement == requirement && last.meters == meters) {
            return last.plan;
        }
        ChargePlan plan = shared(requirement, meters);
        recent[slot] = new Recent(requirement, meters, plan);
        return plan;
    }

    private ChargePlan shared(Requirement requirement, Map<String, Meter> meters) {
        Memo current = memo;
        if (current.meters != meters) {
            // Most catalogs that are loaded anew have the same meters.
            current = new Memo(meters, current.meters.equals(meters) ? current.plans : new ConcurrentHashMap<>());
            memo = current;
        }
        ChargePlan known = current.plans.get(requirement);
        if (known == null) {
            known = maker.apply(requirement, meters);
            if (current.plans.size() >= MAX) {
                current.plans.clear();
            }
            ChargePlan raced = current.plans.putIfAbsent(requirement, known);
            return raced == null ? known : raced;
        }
        return known;
    }

    /** Returns every charge that calls with a requirement may have under these meters. */
    public static List<Charge> charges(Requirement requirement, Map<String, Meter> meters) {
        return ChargePlan.charges(requirement, meters);
    }

    /** Returns the plan of a query, which charges each of these meters with nothing. */
    public ChargePlan ofAll(Map<String, Meter> meters) {
        List<Charge> charges = meters.keySet().stream()
                .sorted()
                .map(meter -> new Charge(meter, 0, 0, ChargeOn.NOT_5XX))
                .toList();
        return of(new Requirement(List.of(), Set.of(), charges), meters);
    }
}
