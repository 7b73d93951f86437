package io.github.licensing4j.core;

import io.github.licensing4j.admin.ShadowReport;
import io.github.licensing4j.admin.ShadowReport.Candidate;
import io.github.licensing4j.core.catalog.ShadowCatalog;
import io.github.licensing4j.core.usage.shadow.ShadowTally;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Holds the present comparison with a shadow catalog. Safe for use by many threads. */
final class ShadowSlot {
    private static final List<String> NOTES = List.of(
            "Only calls of this node are compared, since the candidate was read here.",
            "Counters of the candidate start with the live counts of this node when a license first differs; its rate"
                    + " limits start full, and its concurrency limits with no call in flight.",
            "Calls whose credential or license is refused are not compared. A call that only the candidate grants counts"
                    + " with its fixed charges.",
            "Money is the price of units beyond the amounts of quotas when a call ends.");

    private final ShadowCatalog catalog;
    private final Function<ShadowCatalog.Candidate, ShadowComparison> comparisons;
    // A field without an accessor, because every call reads it. Null if there is no shadow catalog.
    volatile @Nullable ShadowComparison comparison;

    /** @param comparisons starts the comparison with a candidate */
    ShadowSlot(ShadowCatalog catalog, Function<ShadowCatalog.Candidate, ShadowComparison> comparisons) {
        this.catalog = catalog;
        this.comparisons = comparisons;
        catalog.onChange(this::change);
    }

    private void change(ShadowCatalog.@Nullable Candidate candidate) {
        comparison = candidate == null ? null : comparisons.apply(candidate);
    }

    /** Returns the shadow catalog if it is a configured file, which is followed; empty if it is not. */
    Optional<ShadowCatalog> file() {
        return catalog.isFile() ? Optional.of(catalog) : Optional.empty();
    }

    ShadowCatalog catalog() {
        return catalog;
    }

    ShadowReport report() {
        ShadowComparison present = comparison;
        String problem = catalog.problem().orElse(null);
        if (present == null) {
            return new ShadowTally().report(null, problem, List.of());
        }
        ShadowCatalog.Candidate candidate = present.candidate();
        return present.tally()
                .report(
                        new Candidate(candidate.catalog().summary().hash(), candidate.since(), catalog.isFile()),
                        problem,
                        NOTES);
    }
}
