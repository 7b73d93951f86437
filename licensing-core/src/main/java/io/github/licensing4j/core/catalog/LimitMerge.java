package io.github.licensing4j.core.catalog;

import io.github.licensing4j.core.catalog.Node.Mapping;
import io.github.licensing4j.core.catalog.Node.Member;
import io.github.licensing4j.core.catalog.Node.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Merges the definition of a limit in a plan or contract into the inherited one. */
final class LimitMerge {
    private static final Set<String> REMOVABLE = Set.of(
            "overage",
            "warn-at",
            "rollover",
            "expires",
            "unit-price",
            "lease",
            "cool-down",
            "churn",
            "when",
            "headers");
    private static final List<String> SINGLE_BAND = List.of("permits", "per", "burst");

    private LimitMerge() {}

    /** Returns whether a value is the word that removes an inherited one. */
    static boolean isNone(@Nullable Node value) {
        return value instanceof Scalar scalar && scalar.text().equals("none");
    }

    /**
     * Returns the merged definition: each written member replaces the inherited one, maps within it member by member. A
     * limit of another kind inherits nothing.
     */
    static Mapping over(Mapping inherited, Mapping written) {
        Node kind = written.get("kind");
        if (kind instanceof Scalar own
                && inherited.get("kind") instanceof Scalar old
                && !own.text().equals(old.text())) {
            return written;
        }
        Map<String, Member> members = new LinkedHashMap<>(inherited.members());
        dropOtherForm(written, members);
        if (isNone(written.get("when"))) {
            // Only the condition reads header fields.
            members.remove("headers");
        }
        written.members().forEach((key, member) -> {
            if (isNone(member.value()) && REMOVABLE.contains(key)) {
                members.remove(key);
            } else {
                members.merge(key, member, LimitMerge::member);
            }
        });
        return new Mapping(written.at(), members);
    }

    // Bands and the short form of a single band have the same meaning; the written one replaces the other.
    private static void dropOtherForm(Mapping written, Map<String, Member> members) {
        if (written.members().containsKey("bands")) {
            SINGLE_BAND.forEach(members::remove);
        } else if (SINGLE_BAND.stream().anyMatch(written.members()::containsKey)) {
            members.remove("bands");
        }
    }

    private static Member member(Member inherited, Member written) {
        if (inherited.value() instanceof Mapping below && written.value() instanceof Mapping above) {
            return new Member(written.at(), over(below, above));
        }
        return written;
    }

    /** Returns the old name that a limit continues, null if there is none. */
    static @Nullable String was(Mapping limit) {
        return limit.get("was") instanceof Scalar scalar ? scalar.text() : null;
    }
}
