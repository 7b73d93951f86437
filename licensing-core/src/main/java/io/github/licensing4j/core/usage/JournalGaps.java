package io.github.licensing4j.core.usage;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.usage.journal.EpochRange;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the calls of each run that are neither in the journal nor in the ledger. Safe for use by many threads. */
final class JournalGaps {
    private static final Logger log = LoggerFactory.getLogger(JournalGaps.class);

    private final Map<Long, Long> gaps = new ConcurrentHashMap<>();

    /**
     * Notes calls before the first one in the journal as lost if the ledger does not hold them: a segment was removed.
     *
     * @param after the number of the last call of the run that is in the ledger
     */
    void note(EpochRange range, long after) {
        long lost = range.firstSeq() - after - 1;
        if (lost > 0 && gaps.putIfAbsent(range.epoch(), lost) == null) {
            log.error(
                    "the usage journal begins with call {} of epoch {}, but the ledger holds calls only up to {}: {} calls are lost,"
                            + " a segment was removed or the database is older than the journal keeps",
                    range.firstSeq(),
                    range.epoch(),
                    after,
                    lost);
        }
    }

    boolean isEmpty() {
        return gaps.isEmpty();
    }

    /** Returns the health of a journal, degraded if calls are lost. */
    Health.Component health(Health.Component journal) {
        Map<Long, Long> lost = new TreeMap<>(gaps);
        if (lost.isEmpty()) {
            return journal;
        }
        Status status = journal.status() == Status.UP ? Status.DEGRADED : journal.status();
        return new Health.Component(
                journal.name(),
                status,
                journal.detail() + "; calls neither in the journal nor in the ledger, by epoch: " + lost);
    }
}
