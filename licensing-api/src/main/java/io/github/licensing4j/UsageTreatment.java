package io.github.licensing4j;

/** The treatment of the usage counted so far when the plan changes. */
public enum UsageTreatment {
    /** It counts against the new amounts. */
    CARRY,
    /** Counting starts anew, with periods from the instant of the change. */
    FRESH,
    /** It counts against a mix of the old and the new amounts, by how long each plan held. */
    PRORATE
}
