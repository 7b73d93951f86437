package io.github.licensing4j;

/**
 * How many distinct users or devices may use a license.
 *
 * @param name the limit's name
 * @param of what takes a seat
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
    public Kind kind() {
        return Kind.SEATS;
    }

    /** What takes a seat. */
    public enum Holder {
        USER,
        DEVICE
    }
}
