package io.github.licensing4j.spi;

/** The result of using a proof. Only {@link #FIRST} accepts it. */
public enum ReplayResult {
    /** It was not used before. From now on it is marked as used. */
    FIRST,
    /** It was used before. */
    REPLAYED,
    /** There is no room for its mark, so that a second use could not be noticed. */
    FULL,
    /** It cannot be determined whether it was used before, because the store may have lost its mark. */
    UNKNOWN
}
