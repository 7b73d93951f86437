package io.github.licensing4j.core.usage.journal;

/** The reason why a call is not in the journal. */
enum ShedReason {
    /** The journal has reached its size limit, or the disk is full. */
    FULL,
    /** Writing failed. */
    FAILED,
    /** The journal is closed. */
    CLOSED,
    /** A name in the call is longer than a record can hold. */
    TOO_LARGE
}
