package io.github.licensing4j.core.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Collects the problems of one text, so that all are reported at once. It keeps a bounded number of them, each of a
 * bounded length: a text of a megabyte must not produce gigabytes of messages. Not safe for many threads.
 */
final class Diagnostics {
    /** The maximum number of problems, and of warnings, that are kept; more are only counted. */
    static final int MAX_KEPT = 100;

    private static final int MAX_MESSAGE = 600;
    private static final int MAX_NAMES = 12;

    // An inherited limit is read once for each plan that inherits it; a set keeps one copy of its problem.
    private final Set<CatalogProblem> found = new LinkedHashSet<>();
    private final List<String> warnings = new ArrayList<>();
    private final String file;
    private int more;
    private int moreWarnings;

    Diagnostics(String file) {
        this.file = file;
    }

    void add(SourcePosition at, String message) {
        if (found.size() < MAX_KEPT) {
            found.add(problem(at, message));
        } else {
            more++;
        }
    }

    private CatalogProblem problem(SourcePosition at, String message) {
        String kept = message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
        return new CatalogProblem(file, at.line(), at.column(), kept);
    }

    /** Adds the problem that a name is not known, with the most similar known name. */
    void unknown(SourcePosition at, String kind, String name, Collection<String> known) {
        // Comparing with every known name is the expensive part of a problem.
        if (found.size() < MAX_KEPT) {
            add(at, "unknown " + kind + " '" + shortened(name) + "', " + hint(Suggestions.to(name, known), known));
        } else {
            more++;
        }
    }

    private static String shortened(String name) {
        return name.length() <= Suggestions.MAX_LENGTH ? name : name.substring(0, Suggestions.MAX_LENGTH) + "…";
    }

    private static String hint(@Nullable String nearest, Collection<String> known) {
        if (nearest != null) {
            return "did you mean '" + nearest + "'?";
        }
        if (known.isEmpty()) {
            return "none is defined";
        }
        String some = new TreeSet<>(known).stream().limit(MAX_NAMES).collect(Collectors.joining(", "));
        return "expected one of " + some + (known.size() <= MAX_NAMES ? "" : " … (" + known.size() + " in all)");
    }

    void warn(SourcePosition at, String message) {
        if (warnings.size() < MAX_KEPT) {
            warnings.add(problem(at, message).toString());
        } else {
            moreWarnings++;
        }
    }

    List<String> warnings() {
        if (moreWarnings == 0) {
            return List.copyOf(warnings);
        }
        List<String> all = new ArrayList<>(warnings);
        all.add(file + ": " + moreWarnings + " more warnings are not shown");
        return all;
    }

    /** @throws CatalogException if anything was found */
    void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        List<CatalogProblem> inOrder = new ArrayList<>(found);
        inOrder.sort(Comparator.comparingInt(CatalogProblem::line).thenComparingInt(CatalogProblem::column));
        if (more > 0) {
            inOrder.add(new CatalogProblem(file, 0, 0, more + " more problems are not shown"));
        }
        throw new CatalogException(inOrder);
    }
}
