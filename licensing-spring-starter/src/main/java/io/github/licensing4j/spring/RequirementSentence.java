package io.github.licensing4j.spring;

import io.github.licensing4j.Charge;
import io.github.licensing4j.Match;
import io.github.licensing4j.Requirement;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Renders requirements as one sentence of the description of an operation. */
final class RequirementSentence {
    private RequirementSentence() {}

    /** Returns the sentence of an operation; each requirement is that of one of its handlers, empty for no license. */
    static String of(List<Optional<Requirement>> requirements) {
        List<String> each = requirements.stream()
                .map(found -> found.map(RequirementSentence::phrase).orElse("no license"))
                .toList();
        return each.size() == 1
                ? "Requires " + each.get(0) + "."
                : "Requires, depending on its parameters, header fields and media types, " + String.join("; or ", each)
                        + ".";
    }

    private static String phrase(Requirement requirement) {
        List<String> wanted = new ArrayList<>();
        for (Requirement.Features group : requirement.features()) {
            boolean any = group.match() == Match.ANY && group.names().size() > 1;
            wanted.add(any ? "one of the features " + names(group.names()) : named("feature", group.names()));
        }
        if (!requirement.scopes().isEmpty()) {
            wanted.add(named("scope", requirement.scopes()));
        }
        if (!requirement.roles().isEmpty()) {
            wanted.add(named("role", requirement.roles()));
        }
        String license = wanted.isEmpty() ? "a license" : "a license with " + String.join(" and ", wanted);
        String charges =
                requirement.charges().stream().map(RequirementSentence::charge).collect(Collectors.joining(" and "));
        return charges.isEmpty() ? license : license + ", and charges " + charges;
    }

    private static String charge(Charge charge) {
        if (charge.units() == 0) {
            return "the use of `" + charge.meter() + "`";
        }
        BigDecimal units = BigDecimal.valueOf(charge.units(), charge.scale()).stripTrailingZeros();
        return units.toPlainString() + " of `" + charge.meter() + "`";
    }

    private static String named(String kind, Collection<String> names) {
        return "the " + kind + (names.size() == 1 ? " " : "s ") + names(names);
    }

    private static String names(Collection<String> names) {
        return new TreeSet<>(names).stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}
