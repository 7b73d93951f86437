package io.github.licensing4j;

/** The order of groups within one part of a time range. */
public enum InsightOrder {
    /** By the values of the keys, in the order of {@link InsightDimension}. */
    KEYS,
    /** The largest first; of usage, the largest of each meter, in the order of meters. Equal ones are in the order of their keys. */
    LARGEST
}
