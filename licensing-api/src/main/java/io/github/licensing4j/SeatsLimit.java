package io.github.licensing4j;

import org.jspecify.annotations.Nullable;

/**
 * Limits how many distinct users or devices may use a license.
 *
 * @param name the limit's name
 * @param of the holder of a seat
 * @param max 1 or more
 * @param lease how long an unused seat stays taken
 */
public record SeatsLimit(String name, Holder of, int max, ContractPeriod lease) implements Limit {
    public SeatsLimit {
        if (max < 1) {
            throw new IllegalArgumentException("seats '" + name + "' allow 1 or more, got " + max);
        }
    }

    @Override
    public @Nullable String meter() {
        return null;
    }

    @Override
    public Kind kind() {
        return Kind.SEATS;
    }

    /** The holders of seats. */
    public enum Holder {
        USER,
        DEVICE
    }
}
