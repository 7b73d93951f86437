package io.github.licensing4j.core.catalog;

/** Selects a part of the customers, as a roll-out of a feature does. */
public final class RolloutPart {
    private RolloutPart() {}

    /**
     * Returns whether a customer is in the part. The result is stable, and a larger part contains a smaller one.
     *
     * @param name the name of what is rolled out; each name selects other customers first
     * @param percent 0 to 100
     */
    public static boolean includes(String name, int percent, String customer) {
        return Rollout.includes(name, percent, customer);
    }
}
