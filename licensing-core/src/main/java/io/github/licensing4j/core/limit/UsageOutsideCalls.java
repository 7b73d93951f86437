package io.github.licensing4j.core.limit;

/**
 * Usage that no call of this process made, such as a correction.
 *
 * @param meter the used meter
 * @param units in the meter's smallest unit; negative to subtract
 * @param atMillis when it was used, in epoch milliseconds
 */
public record UsageOutsideCalls(String meter, long units, long atMillis) {}
