package io.github.licensing4j.spi;

import java.util.List;

/**
 * A stretch of a journal, added up.
 *
 * @param source whose journal
 * @param afterSeq the number of the last entry before it
 * @param upToSeq the number of the last entry in it
 * @param rows what was used; no two with the same key
 * @param counters what was counted; no two of the same counter and window
 */
public record UsageBatch(
        UsageSource source, long afterSeq, long upToSeq, List<UsageRow> rows, List<CounterIncrement> counters) {
    public UsageBatch {
        rows = List.copyOf(rows);
        counters = List.copyOf(counters);
    }
}
