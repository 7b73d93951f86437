package io.github.licensing4j.core.limit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit.Kind;
import io.github.licensing4j.OutagePolicy.Quotas;
import io.github.licensing4j.OutageStatus;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.CreditsClaim.Grant;
import io.github.licensing4j.spi.HoldResult;
import io.github.licensing4j.spi.QuotaAccount;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.QuotaResult;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.UsageSource;
import io.github.licensing4j.tck.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Outage policies of quotas and credits, over leases in memory. */
class LeaseOutageTest {
    private static final LicenseId ONE = new LicenseId("https://issuer", "lic_1");
    private static final CounterId CALLS = new CounterId("monthly", "calls", Kind.QUOTA, "P1M");
    private static final QuotaWindow NOW = new QuotaWindow(1_000_000, 2_000_000);
    private static final QuotaWindow NEXT = new QuotaWindow(2_000_000, 3_000_000);
    private static final CounterId GRANT = new CounterId("prepaid", "calls", Kind.CREDITS, "crd_1");
    private static final UsageSource A = new UsageSource("a", 1);

    private final InMemoryQuotaLeases store = new InMemoryQuotaLeases();
    private final MovableClock clock = new MovableClock("2026-06-01T00:00:00Z");
    private final Schedule schedule = new Schedule();

    @SuppressWarnings("NullAway.Init") // Each test sets its policies first.
    private StoreCircuit circuit;

    @SuppressWarnings("NullAway.Init") // As the circuit.
    private NodeLeases leases;

    @SuppressWarnings("NullAway.Init") // As the circuit.
    private QuotaAccount account;

    private void policies(Quotas quotas, Quotas credits) {
        circuit = new StoreCircuit(clock, quotas, credits);
        leases = new NodeLeases(store, A, circuit, schedule.queue("leases"));
        account = new InMemoryCounters(10, InMemoryQuotaLeases.noCounts(), license -> true, leases).account(ONE);
    }

    @AfterEach
    void close() {
        schedule.close();
    }

    private QuotaResult reserve(QuotaWindow window, long ceiling) {
        return account.reserve(List.of(new QuotaClaim(CALLS, window, ceiling, 1)), List.of(), clock.millis());
    }

    /** Makes calls until one is refused, at most so many; returns the granted ones. */
    private int calls(QuotaWindow window, long ceiling, int most) {
        int granted = 0;
        while (granted < most && reserve(window, ceiling) instanceof QuotaHold hold) {
            hold.settle(1);
            granted++;
        }
        return granted;
    }

    private int credits(long amount, int most) {
        CreditsClaim claim = new CreditsClaim(List.of(new Grant(GRANT, amount, Long.MAX_VALUE)), 1);
        int granted = 0;
        while (granted < most && account.reserve(List.of(), List.of(claim), clock.millis()) instanceof QuotaHold hold) {
            hold.consume(0, 1);
            hold.settle();
            granted++;
        }
        return granted;
    }

    private void away() {
        store.down(true);
    }

    private void back() {
        store.down(false);
        circuit.probe();
    }

    private OutageStatus status(OutageStatus.Kind kind) {
        return leases.outages().stream()
                .filter(status -> status.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void openGrantsBeyondTheSlice() {
        policies(Quotas.OPEN, Quotas.LEASED_ONLY);
        assertThat(calls(NOW, 1_000, 1)).isEqualTo(1);
        away();
        assertThat(calls(NOW, 1_000, 500)).isEqualTo(500);
        OutageStatus status = status(OutageStatus.Kind.QUOTA);
        assertThat(status.degradedSince()).isEqualTo(Instant.parse("2026-06-01T00:00:00Z"));
        assertThat(status.overshoot()).as("500 calls and 15 leased units").isEqualTo(485);
        assertThat(leases.health().status()).isEqualTo(Status.DEGRADED);
        back();
        assertThat(calls(NOW, 1_000, 1_000)).as("of 1,000, 501 are used").isEqualTo(499);
        assertThat(status(OutageStatus.Kind.QUOTA).isConnected()).isTrue();
    }

    @Test
    void openEndsAtTheKnownAmount() {
        policies(Quotas.OPEN, Quotas.LEASED_ONLY);
        assertThat(calls(NOW, 30, 1)).isEqualTo(1);
        away();
        assertThat(calls(NOW, 30, 100)).isEqualTo(29);
    }

    @Test
    void openCountsIntoThePeriodOfTheCalls() {
        policies(Quotas.OPEN, Quotas.LEASED_ONLY);
        assertThat(calls(NOW, 100, 1)).isEqualTo(1);
        away();
        assertThat(calls(NOW, 100, 40)).isEqualTo(40);
        QuotaHold late = (QuotaHold) reserve(NOW, 100);
        assertThat(calls(NEXT, 100, 10)).as("a period that was never read").isEqualTo(10);
        late.settle(1);
        back();
        store.ship(A, CALLS, NOW, 42);
        store.ship(A, CALLS, NEXT, 10);
        assertThat(calls(NEXT, 100, 1_000)).isEqualTo(90);
        assertThat(account.used(CALLS, NOW)).isEqualTo(42);
        assertThat(calls(NOW, 100, 1_000)).as("the period before").isEqualTo(58);
    }

    @Test
    void openReadsWhatOthersUsedAfterwards() {
        policies(Quotas.OPEN, Quotas.LEASED_ONLY);
        assertThat(calls(NOW, 100, 1)).isEqualTo(1);
        away();
        assertThat(calls(NOW, 100, 40)).isEqualTo(40);
        store.down(false);
        store.correct(CALLS, NOW, 50);
        circuit.probe();
        assertThat(calls(NOW, 100, 100)).as("50 of others, 41 of this node").isEqualTo(9);
    }

    @Test
    void openGrantsCreditsNeverRead() {
        policies(Quotas.LEASED_ONLY, Quotas.OPEN);
        away();
        assertThat(credits(20, 100)).isEqualTo(20);
        assertThat(status(OutageStatus.Kind.CREDITS).overshoot()).isEqualTo(20);
        assertThat(status(OutageStatus.Kind.QUOTA).overshoot()).isZero();
        assertThat(reserve(NOW, 100)).isInstanceOf(HoldResult.Unavailable.class);
        back();
        assertThat(credits(20, 1)).isZero();
    }

    @Test
    void closedRefusesLeasedUnits() {
        policies(Quotas.CLOSED, Quotas.LEASED_ONLY);
        assertThat(calls(NOW, 1_000, 1)).isEqualTo(1);
        assertThat(credits(1_000, 1)).isEqualTo(1);
        away();
        circuit.probe();
        assertThat(reserve(NOW, 1_000)).isInstanceOf(HoldResult.Unavailable.class);
        assertThat(credits(1_000, 1)).as("credits are leased only").isEqualTo(1);
        assertThat(leases.health().status()).isEqualTo(Status.DOWN);
        back();
        assertThat(calls(NOW, 1_000, 2_000)).isEqualTo(999);
    }

    @Test
    void leasedOnlySpendsTheSlice() {
        policies(Quotas.LEASED_ONLY, Quotas.LEASED_ONLY);
        assertThat(calls(NOW, 1_000, 1)).isEqualTo(1);
        away();
        assertThat(calls(NOW, 1_000, 1_000)).isEqualTo(15);
        assertThat(reserve(NOW, 1_000)).isInstanceOf(HoldResult.Unavailable.class);
        back();
        assertThat(calls(NOW, 1_000, 1_000)).isEqualTo(984);
    }

    @Test
    void openNodesExceedByLessThanTheirAmounts() {
        policies(Quotas.OPEN, Quotas.LEASED_ONLY);
        QuotaAccount first = account;
        StoreCircuit firstCircuit = circuit;
        assertThat(calls(NOW, 60, 20)).isEqualTo(20);
        circuit = new StoreCircuit(clock, Quotas.OPEN, Quotas.LEASED_ONLY);
        NodeLeases others = new NodeLeases(store, new UsageSource("b", 1), circuit, schedule.queue("others"));
        account = new InMemoryCounters(10, InMemoryQuotaLeases.noCounts(), license -> true, others).account(ONE);
        assertThat(calls(NOW, 60, 5)).isEqualTo(5);
        away();
        int beyond = calls(NOW, 60, 1_000);
        account = first;
        assertThat(beyond + calls(NOW, 60, 1_000)).isLessThanOrEqualTo(2 * 60 - 25);
        store.down(false);
        firstCircuit.probe();
        circuit.probe();
        assertThat(calls(NOW, 60, 1_000)).isZero();
    }

    @Test
    void logsOneLineForEachChange() {
        policies(Quotas.OPEN, Quotas.CLOSED);
        Logger logger = (Logger) LoggerFactory.getLogger(StoreCircuit.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Level before = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
        try {
            away();
            assertThat(calls(NOW, 1_000, 100)).isEqualTo(100);
            circuit.probe();
            circuit.probe();
            clock.advance(Duration.ofSeconds(90));
            back();
            circuit.probe();
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(before);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "The license store does not answer leases; quotas are granted beyond slices, credits refused",
                        "The license store answers leases again after PT1M30S; 100 units of quotas and 0 of credits were"
                                + " granted beyond slices");
    }

    @ParameterizedTest
    @EnumSource(Quotas.class)
    void callsDoNotReachDeadStore(Quotas policy) {
        policies(policy, policy);
        away();
        QuotaResult unused = reserve(NOW, 100_000);
        int before = store.operations();
        int granted = calls(NOW, 100_000, 1_000) + calls(NEXT, 100_000, 1_000) + credits(100_000, 1_000);
        assertThat(granted).isEqualTo(policy == Quotas.OPEN ? 3_000 : 0);
        assertThat(store.operations()).isEqualTo(before);
        circuit.probe();
        circuit.probe();
        assertThat(store.operations()).isEqualTo(before + 2);
    }
}
