package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Endpoint;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Meter;
import io.github.licensing4j.PlanId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Refuses a catalog that is valid by itself but would break endpoints or licenses that rely on the present one. */
final class ReloadGuard {
    private final PlanUse use;
    private final Supplier<Set<PlanId>> pinned;
    private List<Endpoint> endpoints = List.of();
    private Unannotated unannotated = Unannotated.REQUIRE_LICENSE;

    ReloadGuard(PlanUse use, Supplier<Set<PlanId>> pinned) {
        this.use = use;
        this.pinned = pinned;
    }

    /** Protects the names that these endpoints require from removal by a reload. */
    void remember(List<Endpoint> endpoints, Unannotated unannotated) {
        this.endpoints = List.copyOf(endpoints);
        this.unannotated = unannotated;
    }

    /**
     * Checks the effect of a candidate on the host's endpoints and licenses.
     *
     * @return warnings about the host's endpoints
     * @throws LicensingException if the candidate would break something, naming it
     */
    List<String> check(Catalog present, Catalog candidate, long nowMillis) {
        List<String> warnings = endpoints.isEmpty()
                ? List.of()
                : candidate.report(endpoints, unannotated).warnings();
        keepScales(present, candidate);
        Set<PlanId> stored = pinned.get();
        for (PlanId plan : present.plans().keySet()) {
            if (candidate.has(plan)) {
                continue;
            }
            if (stored.contains(plan)) {
                throw new LicensingException("plan '" + plan + "' would be gone, but a stored license pins it;"
                        + " mark it 'retired: true' to stop selling it");
            }
            if (use.isInUse(plan, nowMillis)) {
                throw new LicensingException("plan '" + plan + "' would be gone, but a license used it within "
                        + PlanUse.KEPT.toHours() + " hours; mark it 'retired: true' to stop selling it");
            }
        }
        return warnings;
    }

    /**
     * Refuses a candidate that has none of the endpoint rules, plans or limits of the present one, for example a file
     * that is still being written.
     *
     * @param wait how long the file must be unchanged for the candidate to take effect
     * @throws LicensingException naming what would be dropped
     */
    void refuseLoss(Catalog present, Catalog candidate, Duration wait) {
        String lost = null;
        if (!present.rules().isEmpty() && candidate.rules().isEmpty()) {
            lost = "endpoint rule";
        } else if (present.plans().keySet().stream().noneMatch(candidate::has)) {
            lost = "plan";
        } else if (hasLimits(present) && !hasLimits(candidate)) {
            lost = "limit";
        }
        if (lost != null) {
            throw new LicensingException(
                    "every " + lost + " would be dropped; it takes hold if the file stays as it is for another " + wait
                            + ", or at once by PUT /catalog");
        }
    }

    private static boolean hasLimits(Catalog catalog) {
        return catalog.plans().values().stream()
                .anyMatch(plan -> !plan.plan().limits().isEmpty());
    }

    /**
     * Refuses changed scales: usage so far was counted in the old smallest unit, and other systems have stored such
     * amounts.
     */
    private static void keepScales(Catalog present, Catalog candidate) {
        for (Meter meter : present.summary().meters()) {
            Meter other = candidate.meters().get(meter.name());
            if (other != null && other.scale() != meter.scale()) {
                throw new LicensingException("meter '" + meter.name() + "' would have scale " + other.scale()
                        + " instead of " + meter.scale() + ", and what is counted of it would mean something else;"
                        + " give the new scale to a new meter");
            }
        }
    }
}
