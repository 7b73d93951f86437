package io.github.licensing4j.core.limit.lease;

/** The result of a request for a slice of a quota. */
public sealed interface LeaseResult permits QuotaLease, LeaseResult.Exhausted {

    /**
     * Nothing was lent because too few units remain.
     *
     * @param used the counted units
     * @param lent the units of slices that were not returned, those of dead nodes included
     */
    record Exhausted(long used, long lent) implements LeaseResult {}
}
