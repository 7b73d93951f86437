package io.github.licensing4j.admin;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.Quantity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A correction of usage.
 *
 * @param id its id, {@code cor_…}
 * @param license the id of the license whose usage it corrects
 * @param customer the customer of that license
 * @param plan the plan version it is entered under
 * @param meter the meter
 * @param units the added units; below 0 if it subtracts. In the smallest unit if the decimals of the meter are unknown
 * @param at the instant whose hour and period it counts in
 * @param target the key, user and grants that it counts for
 * @param entered who entered it, when and why
 */
public record CorrectionView(
        String id,
        String license,
        String customer,
        PlanId plan,
        String meter,
        Quantity units,
        Instant at,
        Target target,
        Entered entered) {

    /**
     * The key, user and grants that a correction counts for.
     *
     * @param key the id of the API key, empty for calls without a key; null if no quota of a key counts it
     * @param user the user, empty for unknown users; null if no quota of a user counts it
     * @param grants the ids of the credit grants
     */
    public record Target(@Nullable String key, @Nullable String user, List<String> grants) {
        public Target {
            grants = List.copyOf(grants);
        }
    }

    /**
     * The entry of a correction.
     *
     * @param at when it was entered
     * @param actor the actor who entered it
     * @param reason the reason, null if none was stated
     */
    public record Entered(
            Instant at, String actor, @Nullable String reason) {}
}
