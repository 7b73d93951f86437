package io.github.licensing4j;

/** Selects whether refusals are enforced. */
public enum EnforcementMode {
    /** A refused call does not pass. */
    ENFORCE,
    /** A refused call passes and is reported. */
    OBSERVE
}
