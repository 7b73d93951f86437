package io.github.licensing4j.core.limit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every store that lends slices of quotas does, for two nodes that share it. A store's own test extends it. */
public abstract class QuotaLeaseStoreContract {
    private static final LicenseId ONE = new LicenseId("https://issuer", "lic_1");
    private static final LicenseId TWO = new LicenseId("https://issuer", "lic_2");
    private static final CounterId CALLS = new CounterId("monthly", "calls", Limit.Kind.QUOTA, "P1M");
    private static final long NOW = 1_750_000_000_000L;
    private static final QuotaWindow WINDOW = new QuotaWindow(NOW - 1000, NOW + 1_000_000);
    private static final QuotaWindow NEXT = new QuotaWindow(NOW + 1_000_000, NOW + 2_000_000);

    /** Returns a store that lent and counted nothing. */
    protected abstract QuotaLeaseStore leases();

    private static LeaseRequest request(String node, long ceiling, long least, long most) {
        return new LeaseRequest(ONE, CALLS, WINDOW, ceiling, node, least, most);
    }

    private static QuotaLease lent(QuotaLeaseStore store, LeaseRequest request) {
        return (QuotaLease) store.lease(request, NOW);
    }

    private static long used(QuotaLeaseStore store) {
        return store.used(ONE, CALLS, WINDOW);
    }

    private static long stranded(QuotaLeaseStore store, long nowMillis) {
        return store.stranded(ONE, CALLS, WINDOW, nowMillis);
    }

    @Test
    void lendsNoUnitTwice() {
        QuotaLeaseStore store = leases();
        QuotaLease a = lent(store, request("a", 10, 6, 6));
        assertThat(store.lease(request("b", 10, 5, 5), NOW)).isEqualTo(new LeaseResult.Exhausted(0, 6));
        QuotaLease b = lent(store, request("b", 10, 4, 4));
        assertThat(a.units() + b.units()).isEqualTo(10);
        assertThat(a.id()).isNotEqualTo(b.id());
    }

    @Test
    void shrinksSlicesToOneUnit() {
        QuotaLeaseStore store = leases();
        long before = Long.MAX_VALUE;
        long sum = 0;
        for (int i = 0; sum < 1000; i++) {
            QuotaLease lease = lent(store, request(i % 2 == 0 ? "a" : "b", 1000, 1, 500));
            assertThat(lease.units()).isBetween(1L, before);
            before = lease.units();
            sum += lease.units();
        }
        assertThat(before).isEqualTo(1);
        assertThat(store.lease(request("a", 1000, 1, 1), NOW)).isEqualTo(new LeaseResult.Exhausted(0, 1000));
    }

    @Test
    void lendsReturnedUnitsToTheOtherNode() {
        QuotaLeaseStore store = leases();
        store.settle(lent(store, request("a", 10, 10, 10)), 3);
        assertThat(used(store)).isEqualTo(3);
        assertThat(lent(store, request("b", 10, 7, 7)).units()).isEqualTo(7);
    }

    @Test
    void countsAReturnedSliceOnce() {
        QuotaLeaseStore store = leases();
        QuotaLease lease = lent(store, request("a", 10, 10, 10));
        store.settle(lease, 3);
        store.settle(lease, 3);
        store.settle(lease, 0);
        assertThat(used(store)).isEqualTo(3);
    }

    @Test
    void countsUseBeyondTheSlice() {
        QuotaLeaseStore store = leases();
        store.settle(lent(store, request("a", 10, 2, 2)), 15);
        assertThat(used(store)).isEqualTo(15);
        assertThat(store.lease(request("b", 10, 1, 1), NOW)).isEqualTo(new LeaseResult.Exhausted(15, 0));
    }

    @Test
    void followsAnEditedCeiling() {
        QuotaLeaseStore store = leases();
        lent(store, request("a", 10, 8, 8));
        assertThat(store.lease(request("b", 5, 1, 1), NOW)).isEqualTo(new LeaseResult.Exhausted(0, 8));
        assertThat(lent(store, request("b", 20, 12, 12)).units()).isEqualTo(12);
    }

    @Test
    void separatesLicensesAndPeriods() {
        QuotaLeaseStore store = leases();
        store.settle(lent(store, request("a", 10, 10, 10)), 10);
        for (LeaseRequest other : new LeaseRequest[] {
            new LeaseRequest(TWO, CALLS, WINDOW, 10, "a", 10, 10), new LeaseRequest(ONE, CALLS, NEXT, 10, "a", 10, 10)
        }) {
            assertThat(store.used(other.license(), CALLS, other.window())).isZero();
            assertThat(lent(store, other).units()).isEqualTo(10);
        }
    }

    @Test
    void strandsTheSliceOfADeadNode() {
        QuotaLeaseStore store = leases();
        QuotaLease dead = lent(store, request("a", 10, 8, 8));
        long ended = NOW + dead.millis();
        assertThat(stranded(store, NOW)).isZero();
        assertThat(stranded(store, ended)).isEqualTo(8);
        assertThat(store.lease(request("b", 10, 3, 3), ended)).isEqualTo(new LeaseResult.Exhausted(0, 8));
    }

    @Test
    void recoversTheSliceOfADeadNode() {
        QuotaLeaseStore store = leases();
        LeasedNode dead = new LeasedNode(store, request("a", 10, 8, 8));
        dead.call(NOW);
        dead.call(NOW);
        LeasedNode survivor = new LeasedNode(store, request("b", 10, 1, 8));
        survivor.adopt(dead);
        assertThat(stranded(store, NOW + 1_000_000)).isZero();
        while (survivor.call(NOW)) {
            assertThat(survivor.counted()).isLessThanOrEqualTo(8);
        }
        assertThat(dead.counted() + survivor.counted()).isEqualTo(10);
    }

    @Test
    void twoNodesCountToTheLastUnit() {
        for (int seed = 0; seed < 50; seed++) {
            QuotaLeaseStore store = leases();
            Random random = new Random(seed);
            LeasedNode a = new LeasedNode(store, request("a", 300, 1, 1 + random.nextInt(80)));
            LeasedNode b = new LeasedNode(store, request("b", 300, 1, 1 + random.nextInt(80)));
            long now = NOW;
            int refused = 0;
            while (refused < 2) {
                now += random.nextInt(3000);
                LeasedNode node = random.nextBoolean() ? a : b;
                refused = node.call(now) ? 0 : refused + 1;
                if (refused == 1) {
                    a.settle();
                    b.settle();
                }
            }
            assertThat(a.counted() + b.counted()).as("seed %d", seed).isEqualTo(300);
            a.settle();
            b.settle();
            assertThat(used(store)).as("seed %d", seed).isEqualTo(300);
        }
    }

    @Test
    void racingNodesNeverCountBeyondTheCeiling() {
        QuotaLeaseStore store = leases();
        LeasedNode a = new LeasedNode(store, request("a", 5_000, 1, 7));
        LeasedNode b = new LeasedNode(store, request("b", 5_000, 1, 7));
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> countAll(a));
        countAll(b);
        other.join();
        assertThat(used(store)).isEqualTo(a.counted() + b.counted()).isBetween(4_900L, 5_000L);
    }

    private static void countAll(LeasedNode node) {
        while (node.call(NOW)) {
            assertThat(node.counted()).isLessThanOrEqualTo(5_000);
        }
        node.settle();
    }
}
