package io.github.licensing4j.core.limit;

/**
 * The charge of calls to one limit; it is the same for all calls with the same charge plan.
 *
 * @param index the index of the limit's meter in the charge plan, -1 if the limit takes each call as one
 * @param units units to hold
 * @param claim the index of the claim among those of the same kind
 */
public record RuleCharge(int index, long units, int claim) {
    /** No call. */
    public static final RuleCharge NONE = new RuleCharge(-1, 0, 0);
}
