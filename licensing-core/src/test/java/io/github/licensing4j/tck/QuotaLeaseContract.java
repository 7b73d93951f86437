package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.LeasingNode.claim;
import static io.github.licensing4j.tck.SampleUsage.monthly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.spi.LeaseRelease;
import io.github.licensing4j.spi.LeaseRequest;
import io.github.licensing4j.spi.QuotaLease;
import io.github.licensing4j.spi.UsageSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests slices, releases and batches of two nodes that share a quota. */
public interface QuotaLeaseContract extends LeasesUnderTest {
    private LeasingNode node() {
        return new LeasingNode(store(), "a");
    }

    private LeasingNode other() {
        return new LeasingNode(otherNode(), "b");
    }

    @Test
    default void leasesNoUnitTwice() {
        List<LeasingNode> nodes = List.of(node(), other());
        List<Long> slices = new ArrayList<>();
        long granted;
        do {
            granted = nodes.get(slices.size() % 2).lease(claim(137, 1), 1000).granted();
            slices.add(granted);
        } while (granted > 0);
        assertThat(slices.stream().mapToLong(one -> one).sum()).isEqualTo(137);
        assertThat(slices.get(0)).isEqualTo(34);
        assertThat(slices.get(slices.size() - 2)).as("the last slice").isEqualTo(1);
        assertThat(leased()).isEqualTo(137);
    }

    @Test
    default void rejectsClaimThatDoesNotFit() {
        node().lease(10, 7);
        LeasingNode other = other();
        assertThat(other.lease(claim(10, 4), 100)).isEqualTo(new QuotaLease(0, 0, 0, 7, 0));
        assertThat(other.lease(10, 3)).isEqualTo(new QuotaLease(3, 3, 0, 7, 0));
        assertThat(leased()).isEqualTo(10);
    }

    @Test
    default void readingLeasesNothing() {
        LeasingNode node = node();
        assertThat(store().leases().read(node.source, SampleUsage.LICENSE, claim(100, 1)))
                .isEqualTo(new QuotaLease(0, 0, 0, 0, 0));
        node.lease(100, 10);
        node.use(4);
        other().lease(100, 20);
        assertThat(store().leases().read(node.source, SampleUsage.LICENSE, claim(100, 1)))
                .isEqualTo(new QuotaLease(0, 6, 4, 20, 0, 10));
        assertThat(leased()).isEqualTo(26);
    }

    @Test
    default void repeatedRequestLeasesNothing() {
        LeasingNode node = node();
        QuotaLease first = node.lease(100, 10);
        assertThat(node.repeatLease()).isEqualTo(first);
        other().lease(100, 20);
        assertThat(node.repeatLease()).isEqualTo(new QuotaLease(10, 10, 0, 20, 0));
        assertThat(leased()).isEqualTo(30);
    }

    @Test
    default void repeatedRefusalStaysRefusal() {
        LeasingNode other = other();
        other.lease(10, 10);
        LeasingNode node = node();
        assertThat(node.lease(10, 1).granted()).isZero();
        other.release(10);
        assertThat(node.repeatLease().granted()).isZero();
        assertThat(node.lease(10, 1).granted()).isEqualTo(1);
    }

    @Test
    default void repeatedReleaseReleasesNothing() {
        LeasingNode node = node();
        node.lease(100, 10);
        node.release(4);
        node.repeatRelease();
        other().lease(100, 20);
        node.repeatRelease();
        assertThat(leased()).isEqualTo(26);
        assertThat(node.lease(100, 1).held()).isEqualTo(7);
    }

    @Test
    default void lateOperationHasNoEffect() {
        LeasingNode node = node();
        node.lease(100, 10);
        node.lease(100, 20);
        QuotaLease late = node.lease(new LeaseRequest(node.source, SampleUsage.LICENSE, claim(100, 10), 10, 1));
        assertThat(late).isEqualTo(new QuotaLease(0, 30, 0, 0, 0));
        store().leases()
                .release(new LeaseRelease(
                        node.source, SampleUsage.LICENSE, SampleUsage.MONTHLY, SampleUsage.MARCH, 10, 2));
        assertThat(leased()).isEqualTo(30);
    }

    @Test
    default void releaseWithoutLeaseHasNoEffect() {
        node().release(5);
        assertThat(leased()).isZero();
        assertThat(other().lease(10, 10).granted()).isEqualTo(10);
    }

    @Test
    default void releasedUnitsAreLeasedAgain() {
        LeasingNode node = node();
        node.lease(10, 10);
        LeasingNode other = other();
        assertThat(other.lease(10, 1).granted()).isZero();
        node.release(4);
        assertThat(other.lease(10, 4).granted()).isEqualTo(4);
        assertThat(other.lease(10, 1).granted()).isZero();
    }

    @Test
    default void batchMovesUnitsToLedger() {
        LeasingNode node = node();
        node.lease(100, 10);
        node.use(4);
        assertThat(used()).isEqualTo(4);
        assertThat(leased()).isEqualTo(6);
        assertThat(other().lease(100, 90)).isEqualTo(new QuotaLease(90, 90, 4, 6, 0));
        assertThat(node.lease(100, 1)).isEqualTo(new QuotaLease(0, 6, 4, 90, 0, 10));
    }

    @Test
    default void failedBatchMovesNothing() {
        LeasingNode node = node();
        node.lease(100, 10);
        assertThatThrownBy(() -> ledger().write(transaction -> {
                    transaction.add(SampleUsage.counting(node.source, 0, 1, monthly(4)));
                    throw new IllegalStateException("the messages failed");
                }))
                .hasMessage("the messages failed");
        assertThat(used()).isZero();
        assertThat(leased()).isEqualTo(10);
        node.use(4);
        assertThat(leased()).isEqualTo(6);
    }

    @Test
    default void repeatedBatchMovesNothing() {
        LeasingNode node = node();
        node.lease(100, 10);
        node.use(4);
        assertThat(ledger().commit(SampleUsage.counting(node.source, 0, 1, monthly(4))))
                .isFalse();
        assertThat(leased()).isEqualTo(6);
    }

    @Test
    default void countsUseBeyondSlice() {
        LeasingNode node = node();
        node.lease(100, 10);
        node.use(15);
        assertThat(used()).isEqualTo(15);
        assertThat(leased()).isZero();
        LeasingNode other = other();
        assertThat(other.lease(100, 86)).isEqualTo(new QuotaLease(0, 0, 15, 0, 0));
        assertThat(other.lease(100, 82).granted()).isEqualTo(82);
        assertThat(node.lease(100, 9).granted()).isZero();
        assertThat(node.lease(100, 8)).isEqualTo(new QuotaLease(8, 3, 15, 82, 0, 18));
        assertThat(leased()).isEqualTo(85);
    }

    @Test
    default void countsUseWithoutLease() {
        LeasingNode node = node();
        node.use(5);
        assertThat(leased()).isZero();
        assertThat(node.lease(100, 10)).isEqualTo(new QuotaLease(10, 5, 5, 0, 0, 10));
        node.use(5);
        assertThat(leased()).isZero();
    }

    @Test
    default void releaseBeforeEndsLeasesOfEarlierStarts() {
        LeasingNode node = node();
        node.lease(100, 10);
        node.use(4);
        LeasingNode next = new LeasingNode(store(), new UsageSource("a", 2));
        next.lease(100, 20);
        assertThat(otherNode().leases().releaseBefore(next.source)).isEqualTo(6);
        assertThat(otherNode().leases().releaseBefore(next.source)).isZero();
        assertThat(leased()).isEqualTo(20);
        assertThat(other().lease(100, 76).granted()).isEqualTo(76);
    }

    @Test
    default void releaseBeforeFirstStartReleasesNothing() {
        node().lease(100, 10);
        assertThat(store().leases().releaseBefore(new UsageSource("a", 1))).isZero();
        assertThat(leased()).isEqualTo(10);
    }
}
