package io.github.licensing4j.core.catalog;

import io.github.licensing4j.LicensingException;
import java.util.List;
import java.util.stream.Collectors;

/** A catalog, or an override of its limits, is invalid. The exception has every problem, not only the first. */
public final class CatalogException extends LicensingException {
    private static final long serialVersionUID = 1L;

    // Not serialized: the message contains the same.
    private final transient List<CatalogProblem> problems;

    /** @param problems at least one, in the order in the file */
    CatalogException(List<CatalogProblem> problems) {
        super(problems.stream().map(CatalogProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Returns every problem, in file order; empty after deserialization. */
    public List<CatalogProblem> problems() {
        return problems == null ? List.of() : problems;
    }
}
