package io.github.licensing4j.core.store;

import io.github.licensing4j.InsightDimension;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The dimensions of each kind of figures. */
public final class InsightDimensions {
    public static final Set<InsightDimension> OF_USAGE = of(
            InsightDimension.PLAN,
            InsightDimension.CUSTOMER,
            InsightDimension.LICENSE,
            InsightDimension.METER,
            InsightDimension.FEATURE,
            InsightDimension.ENDPOINT,
            InsightDimension.STATUS);
    public static final Set<InsightDimension> OF_REVENUE =
            of(InsightDimension.PLAN, InsightDimension.CUSTOMER, InsightDimension.CURRENCY);
    public static final Set<InsightDimension> OF_REFUSALS = of(
            InsightDimension.PLAN,
            InsightDimension.CUSTOMER,
            InsightDimension.LICENSE,
            InsightDimension.ENDPOINT,
            InsightDimension.CODE);
    public static final Set<InsightDimension> OF_LATENCY = of(InsightDimension.ENDPOINT);

    private InsightDimensions() {}

    private static Set<InsightDimension> of(InsightDimension first, InsightDimension... more) {
        return Collections.unmodifiableSet(EnumSet.of(first, more));
    }
}
