package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.LeasingNode.claim;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that nodes that lease, count and release at the same time use a quota to the last unit and no further. */
public interface LeaseRaceContract extends LeasesUnderTest {
    @Test
    default void racingNodesReachCeiling() throws Exception {
        race(1, 0, 137);
        race(2, 137, 1_000);
    }

    @Test
    @Tag("proof")
    default void racingNodesReachCeilingInManyRounds() throws Exception {
        long ceiling = 0;
        for (int round = 1; round <= 20; round++) {
            long before = ceiling;
            ceiling += round % 2 == 0 ? 10_000 : 137;
            race(round, before, ceiling);
        }
    }

    /** Raises the ceiling, and lets 8 new starts of nodes use all units up to it. */
    private void race(int round, long before, long ceiling) throws Exception {
        Store other = otherNode();
        AtomicLong granted = new AtomicLong();
        Concurrently.run(Concurrently.THREADS, index -> {
            Store own = index % 2 == 0 ? store() : other;
            LeasingNode node = new LeasingNode(own, new UsageSource("node" + index, round));
            granted.addAndGet(exhaust(node, ceiling, new Random(index)));
            return index;
        });
        assertThat(granted.get()).isEqualTo(ceiling - before);
        assertThat(used()).isEqualTo(ceiling);
        assertThat(leased()).isZero();
    }

    /** Uses slices until nothing is left, and returns the used units. */
    private static long exhaust(LeasingNode node, long ceiling, Random random) {
        long used = 0;
        long budget = 0;
        while (true) {
            long granted = node.lease(claim(ceiling, 1), 1 + random.nextInt(50)).granted();
            budget += granted;
            if (budget == 0) {
                return used;
            }
            long units = granted == 0 ? budget : 1 + random.nextLong(budget);
            node.use(units);
            used += units;
            budget -= units;
            if (budget > 0 && random.nextInt(4) == 0) {
                node.release(budget);
                budget = 0;
            }
        }
    }
}
