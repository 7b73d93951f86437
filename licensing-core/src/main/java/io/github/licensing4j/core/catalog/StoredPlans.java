package io.github.licensing4j.core.catalog;

import io.github.licensing4j.PlanId;
import java.util.Set;

/** Reads which plan versions stored licenses use. */
public interface StoredPlans {

    /** Returns every plan version that a stored license names, now or for a part of a period. */
    Set<PlanId> pinned();

    /** Returns how many stored licenses that are not revoked are on a plan version. */
    long licensesOn(PlanId plan);
}
