package io.github.licensing4j.core.catalog;

import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Limit.Kind;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.SeatsLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a reload changes for licenses, as lines for operators. */
final class CatalogDiff {
    private final List<String> lines = new ArrayList<>();

    private CatalogDiff() {}

    /** One line for each plan that comes or goes, and for each change of a plan that stays; empty if none changes. */
    static List<String> between(Catalog before, Catalog after) {
        CatalogDiff diff = new CatalogDiff();
        before.plans().forEach((id, old) -> {
            PlanDefinition now = after.plans().get(id);
            if (now == null) {
                diff.lines.add("plan " + id + " is gone");
            } else {
                diff.plan(id, old, now);
            }
        });
        after.plans().keySet().stream()
                .filter(id -> !before.plans().containsKey(id))
                .forEach(id -> diff.lines.add("plan " + id + " is new"));
        return diff.lines;
    }

    private void plan(PlanId id, PlanDefinition old, PlanDefinition now) {
        if (!old.plan().features().equals(now.plan().features())) {
            lines.add("plan " + id + " now includes "
                    + now.plan().features().stream().sorted().toList());
        }
        Map<String, Limit> before = counters(old);
        Map<String, Limit> after = counters(now);
        before.forEach((counter, limit) -> {
            Limit kept = after.remove(counter);
            if (kept == null || !Identity.of(counter, limit).equals(Identity.of(counter, kept))) {
                lines.add("plan " + id + ": the counter of limit '" + limit.name() + "' ("
                        + limit.kind().text() + ") ends"
                        + (kept == null ? "" : ", a new one starts: meter, kind or per has changed"));
            } else if (!kept.equals(limit)) {
                lines.add("plan " + id + ": limit '" + kept.name() + "' has changed, its counter goes on");
            }
        });
        after.values().forEach(limit -> lines.add("plan " + id + ": limit '" + limit.name() + "' is new"));
    }

    private static Map<String, Limit> counters(PlanDefinition plan) {
        Map<String, Limit> counters = new TreeMap<>();
        for (Limit limit : plan.plan().limits()) {
            counters.put(plan.renamed().getOrDefault(limit.name(), limit.name()), limit);
        }
        return counters;
    }

    /** What makes a counter the same one across reloads, within a license. */
    private record Identity(String name, @Nullable String meter, Kind kind, List<Object> per) {

        static Identity of(String counter, Limit limit) {
            if (limit instanceof RateLimit rate) {
                List<Object> per = rate.bands().stream().<Object>map(Band::per).toList();
                return new Identity(counter, rate.meter(), limit.kind(), per);
            }
            if (limit instanceof QuotaLimit quota) {
                return new Identity(counter, quota.meter(), limit.kind(), List.of(quota.per(), quota.of()));
            }
            if (limit instanceof CreditsLimit credits) {
                return new Identity(counter, credits.meter(), limit.kind(), List.of());
            }
            Object holder = limit instanceof SeatsLimit seats ? seats.of() : "";
            return new Identity(counter, null, limit.kind(), List.of(holder));
        }
    }
}
