package io.github.licensing4j;

/** The parts of a time range in which figures are added up. */
public enum InsightStep {
    /** Adds up the whole range. */
    RANGE,
    /** Adds up each UTC hour. */
    HOUR,
    /** Adds up each UTC day. */
    DAY,
    /** Adds up each billing period of the selected license, or each month in UTC if none is selected. */
    PERIOD
}
