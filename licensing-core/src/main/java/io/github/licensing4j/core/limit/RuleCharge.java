package io.github.licensing4j.core.limit;

/**
 * What calls with the same charges claim of one limit.
 *
 * @param index the index of the limit's meter in the charge plan, -1 if the limit takes each call as one
 * @param units units to hold
 * @param claim the index of the claim among those of the same kind
 */
public record RuleCharge(int index, long units, int claim) {
    /** No call. */
    public static final RuleCharge NONE = new RuleCharge(-1, 0, 0);
}
