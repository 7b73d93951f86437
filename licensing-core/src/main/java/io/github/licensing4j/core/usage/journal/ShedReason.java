package io.github.licensing4j.core.usage.journal;

/** Why a call is not in the journal. */
public enum ShedReason {
    /** The journal has reached its bound, or the disk is full. */
    FULL,
    /** Writing failed. */
    FAILED,
    /** The journal is closed. */
    CLOSED,
    /** A name in it is longer than a record may be. */
    TOO_LARGE
}
