package io.github.licensing4j;

/** The keys that usage can be grouped by. */
public enum UsageDimension {
    HOUR,
    /** Groups by UTC days. */
    DAY,
    FEATURE,
    ENDPOINT,
    STATUS,
    LICENSE,
    CUSTOMER,
    PLAN
}
