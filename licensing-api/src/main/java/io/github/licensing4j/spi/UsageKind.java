package io.github.licensing4j.spi;

/** What becomes of the units of a call. */
public enum UsageKind {
    /** They count against limits, and are billed. */
    CHARGED,
    /** They are of a call that was let through in observe mode: kept apart, never counted, never billed. */
    OBSERVED
}
