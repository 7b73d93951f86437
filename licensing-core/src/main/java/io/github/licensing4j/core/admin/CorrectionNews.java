package io.github.licensing4j.core.admin;

import io.github.licensing4j.core.usage.export.UsageMessages;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CounterMove;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of the levels that a correction has reached. The ledger stores what it is to tell, so that each level is told once;
 * it is given that as a batch without usage, numbered as those of a source of its own.
 */
final class CorrectionNews {
    private static final Logger log = LoggerFactory.getLogger(CorrectionNews.class);
    private static final UsageSource SOURCE = new UsageSource("corrections-told", 1);
    private static final int ATTEMPTS = 5;

    private final UsageLedger ledger;
    private final UsageMessages messages;

    CorrectionNews(UsageLedger ledger, UsageMessages messages) {
        this.ledger = ledger;
        this.messages = messages;
    }

    /** Where the counters of a correction stand before it. */
    Levels before(UsageCorrection correction) {
        List<CounterMove> standing = new ArrayList<>();
        for (CounterIncrement counter : correction.counters()) {
            long counted = ledger.counted(correction.license(), counter.counter(), counter.window());
            standing.add(new CounterMove(counter, counted, counted));
        }
        return new Levels(correction, standing);
    }

    /** A correction under way. */
    final class Levels {
        private final UsageCorrection correction;
        private final List<CounterMove> standing;

        private Levels(UsageCorrection correction, List<CounterMove> standing) {
            this.correction = correction;
            this.standing = standing;
        }

        /** Tells, once it is in force. A level that other usage has reached meanwhile has the same id, and is told once. */
        void tell() {
            try {
                List<CounterMove> moves = standing.stream().map(this::moved).toList();
                List<StoredMessage> told = messages.about(correction.counters()).apply(moves);
                if (!told.isEmpty()) {
                    store(told);
                }
            } catch (StoreException e) {
                log.error("Correction {} is in force, but nobody could be told of it", correction.id(), e);
            }
        }

        private CounterMove moved(CounterMove move) {
            CounterIncrement counter = move.increment();
            return new CounterMove(
                    counter, move.before(), ledger.counted(correction.license(), counter.counter(), counter.window()));
        }
    }

    private void store(List<StoredMessage> told) {
        for (int i = 0; i < ATTEMPTS; i++) {
            long position = ledger.position(SOURCE);
            UsageBatch nothing = new UsageBatch(SOURCE, position, position + 1, List.of(), List.of());
            if (ledger.commit(nothing, moves -> told)) {
                return;
            }
        }
        log.error("Nobody could be told of {} levels that corrections have reached", told.size());
    }
}
