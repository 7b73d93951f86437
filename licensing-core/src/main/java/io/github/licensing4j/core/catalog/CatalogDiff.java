package io.github.licensing4j.core.catalog;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.spi.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Describes the changes of a reload, as lines for operators. */
final class CatalogDiff {
    private final List<String> lines = new ArrayList<>();
    private final ToLongFunction<PlanId> licensesOn;

    private CatalogDiff(ToLongFunction<PlanId> licensesOn) {
        this.licensesOn = licensesOn;
    }

    /**
     * Returns one line for each plan, roll-out, endpoint rule and answer to signals that is added, removed or changed; empty if none is.
     * For a changed plan of stored licenses, the line contains their number and suggests a new version, which would not
     * affect them.
     */
    static List<String> between(Catalog before, Catalog after, ToLongFunction<PlanId> licensesOn) {
        CatalogDiff diff = new CatalogDiff(licensesOn);
        diff.plans(before, after);
        diff.rollouts(before, after);
        diff.rules(before, after);
        diff.signals(before, after);
        return diff.lines;
    }

    private void plans(Catalog before, Catalog after) {
        LimitText oldText = new LimitText(before.summary());
        LimitText nowText = new LimitText(after.summary());
        before.plans().forEach((id, old) -> {
            PlanDefinition now = after.plans().get(id);
            if (now == null) {
                lines.add("plan " + id + " is gone");
                return;
            }
            List<String> changes = PlanDiff.between(old, now, oldText, nowText);
            changes.forEach(change -> lines.add("plan " + id + ": " + change));
            if (!changes.isEmpty()) {
                touched(id);
            }
        });
        after.plans().keySet().stream()
                .filter(id -> !before.plans().containsKey(id))
                .forEach(id -> lines.add("plan " + id + " is new"));
    }

    private void touched(PlanId id) {
        long licenses;
        try {
            licenses = licensesOn.applyAsLong(id);
        } catch (StoreException e) {
            lines.add("plan " + id + ": the number of its stored licenses is not known, " + e.getMessage());
            return;
        }
        if (licenses > 0) {
            String next = id.name() + "@" + (id.version() + 1);
            lines.add("plan " + id + ": this touches " + licenses + " stored license" + (licenses == 1 ? "" : "s")
                    + "; terms in a new version, such as " + next + ", would leave them as they are");
        }
    }

    private void rollouts(Catalog before, Catalog after) {
        Map<String, FeatureRollout> old = new TreeMap<>(before.rollouts());
        Map<String, FeatureRollout> now = new TreeMap<>(after.rollouts());
        before.summary().features().stream()
                .filter(after.summary().features()::contains)
                .sorted()
                .forEach(feature -> {
                    FeatureRollout was = old.getOrDefault(feature, FeatureRollout.EVERYBODY);
                    FeatureRollout is = now.getOrDefault(feature, FeatureRollout.EVERYBODY);
                    if (!was.equals(is)) {
                        lines.add("feature " + feature + ": rollout was " + was + ", is now " + is);
                    }
                });
    }

    private void rules(Catalog before, Catalog after) {
        Map<String, EndpointRule> now = new LinkedHashMap<>();
        after.rules().forEach(rule -> now.put(key(rule), rule));
        for (EndpointRule old : before.rules()) {
            EndpointRule kept = now.remove(key(old));
            if (kept == null) {
                lines.add("endpoint rule " + old + " is gone");
            } else if (!kept.requiresSameAs(old)) {
                lines.add("endpoint rule " + old + " has changed");
            }
        }
        now.values().forEach(rule -> lines.add("endpoint rule " + rule + " is new"));
    }

    private void signals(Catalog before, Catalog after) {
        for (SignalKind kind : SignalKind.values()) {
            SignalRule was = before.signals().get(kind);
            SignalRule is = after.signals().get(kind);
            if (!Objects.equals(was, is)) {
                lines.add("signal " + kind.text() + ": answer was " + (was == null ? "none" : was) + ", is now "
                        + (is == null ? "none; what was done with keys stays until its end" : is));
            }
        }
    }

    private static String key(EndpointRule rule) {
        return rule.method() + " " + rule.path().shape();
    }
}
