package io.github.licensing4j.core.limit;

/** What happened in the histories that were played. */
final class AllowanceTally {
    long histories;
    long granted;
    long refused;
    long settled;
    long grants;
    long voided;
    long corrections;
    long edges;
    long planChanges;
    /** Times a quota was looked at into which something was carried. */
    long carried;
    /** Times a quota was looked at that was used beyond its amount. */
    long overage;

    @Override
    public String toString() {
        return histories + " histories: " + granted + " calls granted, " + refused + " refused, " + settled
                + " settled, "
                + corrections + " corrections, " + edges + " period edges, " + planChanges + " plan changes, " + grants
                + " credit grants, " + voided + " taken back, " + carried + " looks at a quota with units carried, "
                + overage
                + " at one in overage";
    }
}
