package io.github.licensing4j.core.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one text, so that its author hears of everything at once. Not safe for many threads. */
final class Problems {
    // What is inherited is read once for each heir; a set keeps its problem from being told as often.
    private final Set<CatalogProblem> found = new LinkedHashSet<>();
    private final List<String> warnings = new ArrayList<>();
    private final String file;

    Problems(String file) {
        this.file = file;
    }

    void add(Mark at, String message) {
        found.add(new CatalogProblem(file, at.line(), at.column(), message));
    }

    /** Says that a name is not known, and which known one looks most like it. */
    void unknown(Mark at, String kind, String name, Collection<String> known) {
        String nearest = Nearest.to(name, known);
        add(at, "unknown " + kind + " '" + name + "', " + hint(nearest, known));
    }

    private static String hint(@Nullable String nearest, Collection<String> known) {
        if (nearest != null) {
            return "did you mean '" + nearest + "'?";
        }
        return known.isEmpty() ? "none is defined" : "expected one of " + String.join(", ", new TreeSet<>(known));
    }

    void warn(Mark at, String message) {
        warnings.add(new CatalogProblem(file, at.line(), at.column(), message).toString());
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** @throws CatalogException if anything was found */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new CatalogException(found.stream()
                    .sorted(Comparator.comparingInt(CatalogProblem::line).thenComparingInt(CatalogProblem::column))
                    .toList());
        }
    }
}
