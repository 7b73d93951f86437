package io.github.licensing4j;

import org.jspecify.annotations.Nullable;

/**
 * Selects usage by what it is of.
 *
 * @param license the id of the license, null for all
 * @param customer the customer, null for all
 * @param plan the plan version, as {@code name@version}, null for all
 * @param meter the meter, null for all
 */
public record UsageSelection(
        @Nullable String license,
        @Nullable String customer,
        @Nullable String plan,
        @Nullable String meter) {
    private static final UsageSelection ALL = new UsageSelection(null, null, null, null);

    /** Selects all usage. */
    public static UsageSelection all() {
        return ALL;
    }
}
