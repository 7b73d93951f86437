package io.github.licensing4j;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans under which the refused call would have been granted.
 *
 * @param plans the newest public version of each plan that would have granted it, cheapest catalog position first, never empty
 * @param url the address of the shop, null if the catalog has none
 */
public record Upgrade(List<PlanId> plans, @Nullable URI url) {
    public Upgrade {
        plans = List.copyOf(plans);
        if (plans.isEmpty()) {
            throw new IllegalArgumentException("an upgrade names at least one plan");
        }
    }
}
