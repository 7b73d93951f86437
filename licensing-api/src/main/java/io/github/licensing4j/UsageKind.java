package io.github.licensing4j;

/** Specifies whether the units of a call are charged. */
public enum UsageKind {
    /** The units count against limits, and are billed. */
    CHARGED,
    /** The units are of a call that was permitted in observe mode: stored separately, never counted, never billed. */
    OBSERVED
}
