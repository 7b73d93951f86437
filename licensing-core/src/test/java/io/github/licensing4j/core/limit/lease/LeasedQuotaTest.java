package io.github.licensing4j.core.limit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit.Kind;
import io.github.licensing4j.OutagePolicy.Quotas;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.CreditsClaim.Grant;
import io.github.licensing4j.spi.HoldResult;
import io.github.licensing4j.spi.QuotaAccount;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaClaim.Carry;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.QuotaResult;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.UsageSource;
import io.github.licensing4j.tck.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that share a quota, over leases in memory. */
class LeasedQuotaTest {
    private static final LicenseId ONE = new LicenseId("https://issuer", "lic_1");
    private static final CounterId CALLS = new CounterId("monthly", "calls", Kind.QUOTA, "P1M");
    private static final QuotaWindow BEFORE = new QuotaWindow(0, 1_000_000);
    private static final QuotaWindow NOW = new QuotaWindow(1_000_000, 9_000_000_000_000L);

    private final InMemoryQuotaLeases store = new InMemoryQuotaLeases();
    private final MovableClock clock = new MovableClock("2026-06-01T00:00:00Z");
    private final Schedule schedule = new Schedule();
    private final Node a = new Node("a");
    private final Node b = new Node("b");

    private final class Node {
        final UsageSource source;
        final StoreCircuit circuit;
        final NodeLeases leases;
        final QuotaAccount account;

        Node(String name) {
            this.source = new UsageSource(name, 1);
            this.circuit = new StoreCircuit(clock, Quotas.LEASED_ONLY, Quotas.LEASED_ONLY);
            this.leases = new NodeLeases(store, source, circuit, schedule.queue("leases-" + name));
            this.account =
                    new InMemoryCounters(10, InMemoryQuotaLeases.noCounts(), license -> true, leases).account(ONE);
        }

        QuotaResult reserve(long ceiling, long units) {
            return reserve(new QuotaClaim(CALLS, NOW, ceiling, units));
        }

        QuotaResult reserve(QuotaClaim claim) {
            return account.reserve(List.of(claim), List.of(), clock.millis());
        }

        /** Makes a call; false if it was refused. */
        boolean call(long ceiling, long units) {
            if (reserve(ceiling, units) instanceof QuotaHold hold) {
                hold.settle(units);
                return true;
            }
            return false;
        }

        void ship(long units) {
            store.ship(source, CALLS, NOW, units);
        }
    }

    @AfterEach
    void close() {
        schedule.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {137, 20_000})
    void grantsExactlyTheAmountToFourNodes(long amount) throws Exception {
        List<Node> nodes = List.of(a, b, new Node("c"), new Node("d"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Long>> work = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Node node = nodes.get(i % nodes.size());
                work.add(() -> callUntilRefused(node, amount));
            }
            long granted = 0;
            for (Future<Long> one : threads.invokeAll(work)) {
                granted += one.get();
            }
            // A node may be refused while another one still has units.
            for (Node node : nodes) {
                granted += callUntilRefused(node, amount);
            }
            assertThat(granted).isEqualTo(amount);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long callUntilRefused(Node node, long amount) {
        long granted = 0;
        while (node.call(amount, 1)) {
            granted++;
        }
        return granted;
    }

    @Test
    void asksTheStoreFiveTimesInThousandCallsAtMost() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(a.call(10_000_000, 1)).isTrue();
        }
        assertThat(store.operations()).isLessThanOrEqualTo(500);
    }

    @Test
    void floodOfRefusedCallsDoesNotReachTheStore() {
        assertThat(a.call(5, 5)).isTrue();
        assertThat(a.call(5, 1)).isFalse();
        int before = store.operations();
        for (int i = 0; i < 1_000; i++) {
            assertThat(a.reserve(5, 1)).isInstanceOf(QuotaResult.Exhausted.class);
        }
        assertThat(store.operations()).isEqualTo(before);
    }

    @Test
    void refusesFreeCallWhenNothingIsLeft() {
        assertThat(a.call(5, 0)).isTrue();
        assertThat(a.call(5, 5)).isTrue();
        assertThat(a.reserve(5, 0)).isEqualTo(new QuotaResult.Exhausted(0, 5));
    }

    @Test
    void usesUnitsThatOtherNodeReleased() throws Exception {
        assertThat(a.call(20, 1)).isTrue();
        long granted = 1 + callUntilRefused(b, 20);
        assertThat(granted).as("a still has units").isLessThan(20);
        // A request that b had planned would be refused now, and b would remember that.
        CountDownLatch planned = new CountDownLatch(1);
        b.leases.ahead(planned::countDown);
        planned.await();
        clock.advance(Duration.ofSeconds(31));
        a.leases.close();
        assertThat(granted + callUntilRefused(b, 20)).isEqualTo(20);
    }

    @Test
    void lostAnswerLeasesNothingTwice() {
        store.loseAnswers(1);
        assertThat(a.reserve(16, 1)).isInstanceOf(HoldResult.Unavailable.class);
        a.circuit.probe();
        assertThat(callUntilRefused(a, 16) + callUntilRefused(b, 16)).isEqualTo(16);
    }

    @Test
    void spendsWhatIsLeasedWhileTheStoreIsDown() {
        assertThat(a.call(1_000, 1)).isTrue();
        store.down(true);
        long granted = 0;
        while (a.call(1_000, 1)) {
            granted++;
        }
        assertThat(granted).isPositive();
        int before = store.operations();
        for (int i = 0; i < 100; i++) {
            assertThat(a.reserve(1_000, 1)).isInstanceOf(HoldResult.Unavailable.class);
        }
        assertThat(store.operations()).as("a dead store costs nothing per call").isLessThanOrEqualTo(before + 1);
        assertThat(a.leases.health().status()).isEqualTo(Status.DEGRADED);
        store.down(false);
        a.circuit.probe();
        assertThat(a.leases.health().status()).isEqualTo(Status.UP);
        assertThat(1 + granted + callUntilRefused(a, 1_000)).isEqualTo(1_000);
    }

    @Test
    void loweredAmountHoldsForUnitsLeasedBefore() {
        assertThat(a.call(1_000, 10)).isTrue();
        assertThat(b.call(1_000, 10)).isTrue();
        assertThat(callUntilRefused(a, 30) + callUntilRefused(b, 30)).isLessThanOrEqualTo(10);
    }

    @Test
    void raisedAmountIsUsedAtOnce() {
        assertThat(callUntilRefused(a, 10)).isEqualTo(10);
        assertThat(callUntilRefused(a, 15)).isEqualTo(5);
    }

    @Test
    void seesUseOfOtherNodesWhenItLeases() {
        assertThat(b.call(100, 7)).isTrue();
        b.ship(7);
        QuotaHold hold = (QuotaHold) a.reserve(100, 1);
        assertThat(hold.used(0)).isEqualTo(8);
    }

    @Test
    void carriesOnlyUnitsThatNoNodeHolds() {
        store.correct(CALLS, BEFORE, 4);
        Carry carry = new Carry(BEFORE, 10, 10);
        QuotaHold hold = (QuotaHold) a.reserve(new QuotaClaim(CALLS, NOW, 10, 16, carry));
        assertThat(hold.carried(0)).isEqualTo(6);
        assertThat(a.reserve(new QuotaClaim(CALLS, NOW, 10, 1, carry))).isInstanceOf(QuotaResult.Exhausted.class);
    }

    @Test
    void callThatUsesMoreThanReservedIsCounted() {
        QuotaHold hold = (QuotaHold) a.reserve(10, 1);
        hold.settle(25);
        assertThat(a.reserve(10, 1)).isEqualTo(new QuotaResult.Exhausted(0, 25));
        a.ship(25);
        assertThat(b.reserve(10, 1)).isInstanceOf(QuotaResult.Exhausted.class);
    }

    @Test
    void correctionDuringRequestReleasesWhatIsLeased() {
        store.beforeNextAnswer(() -> {
            store.correct(CALLS, NOW, 12);
            a.account.adjust(CALLS, NOW, 12, clock.millis());
        });
        assertThat(callUntilRefused(a, 20)).as("of 20, 12 are corrected").isEqualTo(8);
        assertThat(b.call(20, 1)).isFalse();
    }

    @Test
    void correctionThatReturnsUnitsEndsRefusal() {
        assertThat(callUntilRefused(a, 20)).isEqualTo(20);
        a.ship(20);
        store.correct(CALLS, NOW, -5);
        a.account.adjust(CALLS, NOW, -5, clock.millis());
        assertThat(callUntilRefused(a, 20)).isEqualTo(5);
    }

    @Test
    void returnedUnitsEndRefusal() {
        QuotaHold hold = (QuotaHold) a.reserve(10, 10);
        assertThat(a.reserve(10, 1)).isInstanceOf(QuotaResult.Exhausted.class);
        hold.settle(4);
        assertThat(callUntilRefused(a, 10)).isEqualTo(6);
    }

    private static CreditsClaim credits(long units, long... amounts) {
        List<Grant> grants = new ArrayList<>();
        for (int i = 0; i < amounts.length; i++) {
            grants.add(
                    new Grant(new CounterId("prepaid", "calls", Kind.CREDITS, "crd_" + i), amounts[i], Long.MAX_VALUE));
        }
        return new CreditsClaim(grants, units);
    }

    /** Makes calls until one is refused; returns the consumed units. */
    private long consumeUntilRefused(Node node, CreditsClaim claim) {
        long consumed = 0;
        while (node.account.reserve(List.of(), List.of(claim), clock.millis()) instanceof QuotaHold hold) {
            hold.consume(0, claim.units());
            hold.settle();
            consumed += claim.units();
        }
        return consumed;
    }

    @Test
    void consumesEachCreditOnceOnAllNodes() {
        assertThat(consumeUntilRefused(a, credits(1, 10, 25)) + consumeUntilRefused(b, credits(1, 10, 25)))
                .isEqualTo(35);
    }

    @Test
    void callConsumesSeveralGrants() {
        assertThat(consumeUntilRefused(a, credits(6, 5, 4, 3))).isEqualTo(12);
    }

    @Test
    void racingNodesConsumeEachCreditOnce() throws Exception {
        CreditsClaim claim = credits(1, 700, 1_300, 500);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Long>> work = List.of(
                    () -> consumeUntilRefused(a, claim),
                    () -> consumeUntilRefused(b, claim),
                    () -> consumeUntilRefused(a, claim),
                    () -> consumeUntilRefused(b, claim));
            long consumed = 0;
            for (Future<Long> one : threads.invokeAll(work)) {
                consumed += one.get();
            }
            assertThat(consumed + consumeUntilRefused(a, claim) + consumeUntilRefused(b, claim))
                    .isEqualTo(2_500);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void reservedCreditsReturnToTheSlice() {
        CreditsClaim claim = credits(10, 10);
        QuotaHold hold = (QuotaHold) a.account.reserve(List.of(), List.of(claim), clock.millis());
        assertThat(a.account.reserve(List.of(), List.of(claim), clock.millis()))
                .isInstanceOf(QuotaResult.CreditsExhausted.class);
        hold.consume(0, 4);
        hold.settle();
        assertThat(consumeUntilRefused(a, credits(1, 10))).isEqualTo(6);
    }
}
