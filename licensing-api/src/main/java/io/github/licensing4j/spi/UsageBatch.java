package io.github.licensing4j.spi;

import java.util.List;

/**
 * The aggregated usage of consecutive journal entries.
 *
 * @param source the source of the journal
 * @param afterSeq the number of the entry before the first, 0 for the first batch
 * @param upToSeq the number of the last entry in it, above {@code afterSeq}
 * @param rows usage; equal keys are added up
 * @param counters increments of counters; those of the same counter and window are added up
 */
public record UsageBatch(
        UsageSource source, long afterSeq, long upToSeq, List<UsageRow> rows, List<CounterIncrement> counters) {
    public UsageBatch {
        if (afterSeq < 0 || upToSeq <= afterSeq) {
            throw new IllegalArgumentException("a batch holds entries after a number of 0 or more, got "
                    + (afterSeq + 1) + " to " + upToSeq + " of " + source);
        }
        rows = List.copyOf(rows);
        counters = List.copyOf(counters);
    }
}
