package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.LeasingNode.claim;
import static io.github.licensing4j.tck.SampleUsage.LICENSE;
import static io.github.licensing4j.tck.SampleUsage.MARCH;
import static io.github.licensing4j.tck.SampleUsage.MONTHLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.spi.LeaseRequest;
import io.github.licensing4j.spi.LeaseState;
import io.github.licensing4j.spi.LeaseTimeline;
import io.github.licensing4j.spi.LeaseTimeline.Seen;
import io.github.licensing4j.spi.NodeClaim;
import io.github.licensing4j.spi.QuotaLease;
import io.github.licensing4j.spi.StoreException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Tests that nothing is leased twice after the database has lost commits. */
public interface LeaseTimelineContract extends LeasesUnderTest {
    private LeasingNode node() {
        return node("a");
    }

    private LeasingNode node(String name) {
        assertThat(store().nodes().claim(new NodeClaim(name, "process-" + name, null, Duration.ofSeconds(30))))
                .isEmpty();
        LeasingNode node = new LeasingNode(store(), name);
        confirm(node, check(node, new Seen(0, 0)));
        return node;
    }

    private LeaseTimeline check(LeasingNode node, Seen seen) {
        return store().leases().timeline(node.source, seen);
    }

    private void confirm(LeasingNode node, LeaseTimeline timeline) {
        store().leases().confirm(node.source, timeline.number());
    }

    /** Checks with a mark that is later than that in the database, as after a failover to a standby that was behind. */
    private LeaseTimeline checkAfterLoss(LeasingNode node) {
        LeaseTimeline known = check(node, new Seen(0, 0));
        return check(node, new Seen(known.number(), known.mark() + 100));
    }

    private LeaseState held(LeasingNode node, long units, long operation) {
        return new LeaseState(node.source, LICENSE, MONTHLY, MARCH, units, operation);
    }

    /** Returns the result of a request once the timeline is open, which takes 3 s. */
    private QuotaLease leaseOnceOpen(LeasingNode node, long units, long operation) {
        LeaseRequest request = new LeaseRequest(node.source, LICENSE, claim(100, units), units, operation);
        long begin = System.nanoTime();
        while (true) {
            try {
                return node.lease(request);
            } catch (StoreException e) {
                if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(30)) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    @Test
    default void marksOfNodeRise() {
        LeasingNode node = node();
        LeaseTimeline first = check(node, new Seen(0, 0));
        LeaseTimeline second = check(node, new Seen(first.number(), first.mark()));
        assertThat(second.mark()).isGreaterThan(first.mark());
        assertThat(second.number()).isEqualTo(first.number());
        assertThat(second.isConfirmed()).isTrue();
    }

    @Test
    default void unknownNodeHasNoMark() {
        LeasingNode node = new LeasingNode(store(), "unknown");
        assertThat(check(node, new Seen(0, 0)).mark()).isZero();
    }

    @Test
    default void leasesNothingUntilEveryNodeHasBroughtBackItsLeases() {
        LeasingNode node = node();
        LeasingNode other = node("b");
        node.lease(100, 40);
        LeaseTimeline next = checkAfterLoss(node);
        assertThat(next.isConfirmed()).isFalse();
        assertThatThrownBy(() -> other.lease(100, 1)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store().leases().read(other.source, LICENSE, claim(100, 1)))
                .isInstanceOf(StoreException.class);
        assertThat(store().leases().restore(held(node, 60, 7))).isTrue();
        confirm(node, next);
        assertThatThrownBy(() -> other.lease(100, 1)).isInstanceOf(StoreException.class);
        confirm(other, next);
        assertThat(leaseOnceOpen(other, 40, 10).others()).isEqualTo(60);
        assertThat(leaseOnceOpen(other, 1, 11).granted()).isZero();
        assertThat(leased()).isEqualTo(100);
    }

    @Test
    default void restoredLeaseReplacesLostOne() {
        LeasingNode node = node();
        node.lease(100, 10);
        LeaseTimeline next = checkAfterLoss(node);
        for (int i = 0; i < 2; i++) {
            assertThat(store().leases().restore(held(node, 30, 4))).isTrue();
            assertThat(leased()).isEqualTo(30);
        }
        confirm(node, next);
        assertThat(leaseOnceOpen(node, 5, 3).granted()).as("applied before").isZero();
        assertThat(leaseOnceOpen(node, 5, 5)).isEqualTo(new QuotaLease(5, 35, 0, 0, 0));
    }

    @Test
    default void restoredLeaseKeepsUnitsOfTheLedger() {
        LeasingNode node = node();
        node.lease(100, 10);
        node.use(4);
        checkAfterLoss(node);
        assertThat(store().leases().restore(held(node, 30, 4))).isTrue();
        assertThat(used()).isEqualTo(4);
        assertThat(leased()).as("30 leased, of which 4 are in the ledger").isEqualTo(26);
    }

    @Test
    default void restoresNothingWhereUnitsAreLeasedAgain() {
        LeasingNode node = node();
        LeasingNode other = node("b");
        other.lease(100, 90);
        assertThat(store().leases().restore(held(node, 60, 7))).isFalse();
        assertThat(leased()).isEqualTo(90);
        store().leases().restoreUsed(held(node, 5, 7));
        assertThat(leased()).isEqualTo(95);
    }

    @Test
    default void confirmsNoOtherTimeline() {
        LeasingNode node = node();
        LeaseTimeline next = checkAfterLoss(node);
        store().leases().confirm(node.source, next.number() - 1);
        store().leases().confirm(node.source, next.number() + 1);
        assertThat(check(node, new Seen(next.number(), next.mark())).isConfirmed())
                .isFalse();
        confirm(node, next);
        assertThat(check(node, new Seen(next.number(), next.mark())).isConfirmed())
                .isTrue();
    }

    @Test
    default void lossIsFoundOnce() {
        LeasingNode node = node();
        LeasingNode other = node("b");
        LeaseTimeline before = check(other, new Seen(0, 0));
        LeaseTimeline next = checkAfterLoss(node);
        LeaseTimeline found = check(other, new Seen(before.number(), before.mark() + 100));
        assertThat(found.number()).isEqualTo(next.number()).isGreaterThan(before.number());
    }
}
