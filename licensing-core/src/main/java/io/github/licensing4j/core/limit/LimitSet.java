package io.github.licensing4j.core.limit;

import io.github.licensing4j.QuotaLimit.Scope;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The rules of the limits of a set of terms, made once for all licenses on these terms by {@link Limits#limitSet}. Safe for
 * use by many threads.
 */
public final class LimitSet {
    /** Far above the number of endpoints that charge differently. Past it all are removed: catalogs come and go. */
    private static final int MAX_TEMPLATES = 1_000;

    private final List<LimitRule<?, ?>> rules;
    private final List<LimitStore<?, ?>> stores;
    private final boolean isHolderNeeded;
    private final ConcurrentHashMap<ChargePlan, ReservationTemplate> templates = new ConcurrentHashMap<>(2);

    /** The sets without the limits of these names. */
    private final ConcurrentHashMap<Set<String>, LimitSet> parts = new ConcurrentHashMap<>(2);

    /**
     * @param rules in catalog order
     * @param stores in the order in which calls reserve
     */
    LimitSet(List<LimitRule<?, ?>> rules, List<LimitStore<?, ?>> stores) {
        this.rules = List.copyOf(rules);
        this.stores = stores;
        this.isHolderNeeded = rules.stream().anyMatch(LimitRule::needsHolders);
    }

    /** Returns whether a limit needs the user or device of each call. */
    public boolean needsHolders() {
        return isHolderNeeded;
    }

    /** Returns the set of the limits that need the user or device of each call. */
    public LimitSet ofHolders() {
        return without(rules.stream()
                .filter(rule -> !rule.needsHolders())
                .map(rule -> rule.limit().name())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Returns the set of the limits that count units of a meter, without those that each call holds as a whole. */
    public LimitSet ofMeters() {
        return without(rules.stream()
                .filter(rule -> rule.limit().meter() == null)
                .map(rule -> rule.limit().name())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Returns whether a limit counts each of these holders by itself. */
    public boolean counts(Scope scope) {
        for (LimitRule<?, ?> rule : rules) {
            if (rule.counts(scope)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the set without some limits, the same object for the same ones.
     *
     * @param names of the limits that do not count a call
     */
    public LimitSet without(Set<String> names) {
        if (names.isEmpty()) {
            return this;
        }
        LimitSet known = parts.get(names);
        if (known == null) {
            known = new LimitSet(
                    rules.stream()
                            .filter(rule -> !names.contains(rule.limit().name()))
                            .toList(),
                    stores);
            if (parts.size() >= MAX_TEMPLATES) {
                parts.clear();
            }
            LimitSet raced = parts.putIfAbsent(Set.copyOf(names), known);
            return raced == null ? known : raced;
        }
        return known;
    }

    List<LimitRule<?, ?>> rules() {
        return rules;
    }

    List<LimitStore<?, ?>> stores() {
        return stores;
    }

    /** Returns the template of calls with these charges. */
    ReservationTemplate template(ChargePlan charges) {
        ReservationTemplate known = templates.get(charges);
        if (known == null) {
            known = ReservationTemplate.of(this, charges);
            if (templates.size() >= MAX_TEMPLATES) {
                templates.clear();
            }
            templates.put(charges, known);
        }
        return known;
    }
}
