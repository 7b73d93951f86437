package io.github.licensing4j;

import org.jspecify.annotations.Nullable;

/**
 * A prepaid balance of a meter.
 *
 * @param name the limit's name
 * @param meter the meter it pays for
 * @param initial the balance of a new license, in the meter's smallest unit; 0 or more
 * @param expires how long after its grant a unit lapses, null if never
 */
public record CreditsLimit(
        String name, String meter, long initial, @Nullable ContractPeriod expires) implements Limit {
    public CreditsLimit {
        if (initial < 0) {
            throw new IllegalArgumentException("credits '" + name + "' start with 0 or more, got " + initial);
        }
    }

    @Override
    public Kind kind() {
        return Kind.CREDITS;
    }
}
