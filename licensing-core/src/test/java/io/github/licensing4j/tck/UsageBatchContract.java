package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleUsage.HOUR;
import static io.github.licensing4j.tck.SampleUsage.LICENSE;
import static io.github.licensing4j.tck.SampleUsage.MARCH;
import static io.github.licensing4j.tck.SampleUsage.MONTHLY;
import static io.github.licensing4j.tck.SampleUsage.NODE;
import static io.github.licensing4j.tck.SampleUsage.OTHER;
import static io.github.licensing4j.tck.SampleUsage.all;
import static io.github.licensing4j.tck.SampleUsage.batch;
import static io.github.licensing4j.tck.SampleUsage.monthly;
import static io.github.licensing4j.tck.SampleUsage.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of the batches and positions of a usage ledger. */
public interface UsageBatchContract extends LedgerUnderTest {
    @Test
    default void addsBatchOnce() {
        assertThat(ledger().position(NODE)).isZero();
        assertThat(ledger().commit(batch(NODE, 0, 5, row(HOUR, 7)))).isTrue();
        assertThat(ledger().position(NODE)).isEqualTo(5);
        assertThat(ledger().commit(batch(NODE, 0, 5, row(HOUR, 7)))).isFalse();
        assertThat(ledger().commit(batch(NODE, 5, 6, row(HOUR, 1)))).isTrue();
        assertThat(ledger().commit(batch(NODE, 0, 5, row(HOUR, 7)))).isFalse();
        assertThat(ledger().commit(batch(NODE, 2, 4, row(HOUR, 7)))).isFalse();
        assertThat(ledger().position(NODE)).isEqualTo(6);
        assertThat(units(all())).isEqualTo(8);
    }

    @Test
    default void rejectsOverlappingAndGappedBatches() {
        ledger().commit(batch(NODE, 0, 5, row(HOUR, 7)));
        assertThatThrownBy(() -> ledger().commit(batch(NODE, 4, 6, row(HOUR, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("entries 5 to 6 of node 'node', epoch 1, cannot be added: the ledger holds those up to 5,"
                        + " so those from 6 were expected");
        assertThatThrownBy(() -> ledger().commit(batch(NODE, 6, 7, row(HOUR, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("entries 7 to 7 of node 'node', epoch 1");
        UsageSource unknown = new UsageSource("new", 9);
        assertThatThrownBy(() -> ledger().commit(batch(unknown, 1, 2, row(HOUR, 1))))
                .hasMessageContaining("up to 0, so those from 1 were expected");
        assertThat(ledger().position(NODE)).isEqualTo(5);
        assertThat(ledger().sources("new")).isEmpty();
        assertThat(units(all())).isEqualTo(7);
    }

    @Test
    default void rejectsEmptyBatch() {
        assertThatThrownBy(() -> batch(NODE, 5, 5)).hasMessageContaining("got 6 to 5");
        assertThatThrownBy(() -> batch(NODE, -1, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void returnsSourcesOldestFirst() {
        for (long epoch : new long[] {10, 2, 1}) {
            ledger().commit(batch(new UsageSource("a", epoch), 0, 1));
        }
        ledger().commit(batch(new UsageSource("b", 1), 0, 1));
        assertThat(ledger().sources("a")).extracting(UsageSource::epoch).containsExactly(1L, 2L, 10L);
        assertThat(ledger().sources("c")).isEmpty();
    }

    @Test
    default void failedMessagesRollBackBatch() {
        UsageBatch batch = new UsageBatch(NODE, 0, 5, List.of(row(HOUR, 7)), List.of(monthly(7)));
        assertThatThrownBy(() -> SampleUsage.commit(ledger(), batch, changes -> {
                    throw new IllegalStateException("planted");
                }))
                .hasMessage("planted");
        assertThat(ledger().position(NODE)).isZero();
        assertThat(ledger().counted(LICENSE, MONTHLY, MARCH)).isZero();
        assertThat(units(all())).isZero();
        assertThat(ledger().commit(batch)).isTrue();
        assertThat(units(all())).isEqualTo(7);
    }

    @Test
    default void racingNodesAddEachBatchOnce() throws Exception {
        Store other = otherNode();
        AtomicInteger added = new AtomicInteger();
        int batches = 15;
        // Two threads for each source, both with all of its batches; all count in the same counter and rows.
        Concurrently.run(8, index -> {
            UsageLedger mine = index % 2 == 0 ? ledger() : other.usage();
            UsageSource source = new UsageSource("node" + index / 2, 1);
            while (mine.position(source) < batches) {
                long after = mine.position(source);
                UsageBatch batch = new UsageBatch(
                        source,
                        after,
                        after + 1,
                        List.of(row(HOUR, after + 1), row(OTHER, HOUR, 1)),
                        List.of(monthly(3)));
                try {
                    if (after < batches && mine.commit(batch)) {
                        added.incrementAndGet();
                    }
                } catch (IllegalArgumentException e) {
                    assertThat(e).hasMessageContaining("node" + index / 2);
                }
            }
            return 0;
        });
        assertThat(added.get()).isEqualTo(4 * batches);
        assertThat(ledger().counted(LICENSE, MONTHLY, MARCH)).isEqualTo(3L * 4 * batches);
        assertThat(units(all())).isEqualTo(4L * batches * (batches + 1) / 2 + 4L * batches);
    }

    @Test
    @Tag("4.2.3")
    default void storesLastJournal() {
        UsageSource first = new UsageSource("journaled", 3);
        UsageSource second = new UsageSource("journaled", 4);
        ledger().noteJournal(first);
        ledger().noteCompleteJournal(first);
        long kept = ledger().isDurable() ? 1 : 0;
        assertThat(ledger().lastJournal("journaled")).isEqualTo(3 * kept);
        assertThat(ledger().isJournalComplete(first)).isEqualTo(ledger().isDurable());
        ledger().noteJournal(second);
        ledger().noteJournal(first);
        assertThat(ledger().lastJournal("journaled")).as("the last one").isEqualTo(4 * kept);
        assertThat(ledger().isJournalComplete(second)).isFalse();
        assertThat(ledger().lastJournal("other")).isZero();
    }
}
