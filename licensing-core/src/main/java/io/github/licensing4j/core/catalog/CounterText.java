package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Converts the counters of a catalog's limits to text: one line for each limit that counts under another name than its
 * own or had other names, with plan, limit, counter and the other names. The catalog's text does not contain them after
 * several renames.
 */
final class CounterText {
    private CounterText() {}

    static String of(Catalog catalog) {
        TreeSet<String> lines = new TreeSet<>();
        catalog.plans().forEach((id, plan) -> {
            for (Limit limit : plan.plan().limits()) {
                List<String> words = changes(plan.names(), limit.name());
                if (!words.equals(List.of(limit.name()))) {
                    lines.add(id + " " + limit.name() + " " + String.join(" ", words));
                }
            }
        });
        return String.join("\n", lines);
    }

    /** Returns the counter of a limit, then its other names. */
    private static List<String> changes(LimitNames names, String limit) {
        String counter = names.counter(limit);
        List<String> words = new ArrayList<>(List.of(counter));
        names.aliases().entrySet().stream()
                .filter(alias -> alias.getValue().equals(limit))
                .map(Map.Entry::getKey)
                .filter(alias -> !alias.equals(limit) && !alias.equals(counter))
                .sorted()
                .forEach(words::add);
        return words;
    }

    /** Returns a catalog of a text, with the counters that its limits had. */
    static Catalog applied(Catalog written, String text) {
        Map<PlanId, Map<String, String>> counters = new HashMap<>();
        Map<PlanId, Map<String, String>> aliases = new HashMap<>();
        for (String line : text.isEmpty() ? new String[0] : text.split("\n", -1)) {
            String[] words = line.split(" ", -1);
            PlanId plan = PlanId.parse(words[0]);
            counters.computeIfAbsent(plan, absent -> new HashMap<>()).put(words[1], words[2]);
            Arrays.stream(words)
                    .skip(2)
                    .forEach(alias -> aliases.computeIfAbsent(plan, absent -> new HashMap<>())
                            .put(alias, words[1]));
        }
        Map<PlanId, LimitNames> names = new HashMap<>();
        written.plans()
                .forEach((id, plan) -> names.put(
                        id,
                        new LimitNames(
                                plan.names().former(),
                                counters.getOrDefault(id, Map.of()),
                                aliases.getOrDefault(id, Map.of()),
                                Map.of())));
        return written.counted(names);
    }
}
