package io.github.licensing4j;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the caller could buy so that the very call that was refused would have passed.
 *
 * @param plans the newest public version of each plan that would have granted it, cheapest catalog position first, never empty
 * @param url where to buy, null where the catalog names none
 */
public record Upgrade(List<PlanId> plans, @Nullable URI url) {
    public Upgrade {
        plans = List.copyOf(plans);
        if (plans.isEmpty()) {
            throw new IllegalArgumentException("an upgrade names at least one plan");
        }
    }
}
