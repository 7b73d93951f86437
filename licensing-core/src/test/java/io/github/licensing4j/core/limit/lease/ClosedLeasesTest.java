package io.github.licensing4j.core.limit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit.Kind;
import io.github.licensing4j.OutagePolicy.Quotas;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaAccount;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.UsageSource;
import io.github.licensing4j.tck.MovableClock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that is closed releases what it has leased, and what it is about to lease. */
class ClosedLeasesTest {
    private static final LicenseId ONE = new LicenseId("https://issuer", "lic_1");
    private static final CounterId CALLS = new CounterId("monthly", "calls", Kind.QUOTA, "P1M");
    private static final QuotaWindow NOW = new QuotaWindow(1_000_000, 9_000_000_000_000L);
    private static final QuotaClaim CALL = new QuotaClaim(CALLS, NOW, 10_000, 1);

    private final InMemoryQuotaLeases store = new InMemoryQuotaLeases();
    private final MovableClock clock = new MovableClock("2026-06-01T00:00:00Z");
    private final Schedule schedule = new Schedule();
    private final NodeLeases leases = new NodeLeases(
            store,
            new UsageSource("a", 1),
            new StoreCircuit(clock, Quotas.LEASED_ONLY, Quotas.LEASED_ONLY),
            schedule.queue("leases-a"));
    private final QuotaAccount account =
            new InMemoryCounters(10, InMemoryQuotaLeases.noCounts(), license -> true, leases).account(ONE);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    @AfterEach
    void close() {
        schedule.close();
    }

    private void call() {
        assertThat(account.reserve(List.of(CALL), List.of(), clock.millis()))
                .isInstanceOfSatisfying(QuotaHold.class, hold -> hold.settle(1));
    }

    /** Holds the answer to the next request that no call waits for. */
    private void holdAheadOfNeed() {
        if (!Thread.currentThread().getName().equals("leases-a")) {
            store.beforeNextAnswer(this::holdAheadOfNeed);
            return;
        }
        asked.countDown();
        try {
            answer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted", e);
        }
    }

    /** Waits until the node has run what it had planned, or is held in it. */
    private void awaitPlanned() {
        CountDownLatch done = new CountDownLatch(1);
        leases.ahead(done::countDown);
        while (done.getCount() > 0 && asked.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void waitsForUnitsThatAreLeasedAheadOfNeed() throws Exception {
        store.beforeNextAnswer(this::holdAheadOfNeed);
        long granted = 0;
        while (asked.getCount() > 0) {
            call();
            granted++;
            awaitPlanned();
        }
        Thread closing = new Thread(leases::close);
        closing.start();
        while (closing.getState() == Thread.State.RUNNABLE || closing.getState() == Thread.State.NEW) {
            Thread.onSpinWait();
        }
        answer.countDown();
        closing.join();
        assertThat(store.leased(ONE, CALLS, NOW))
                .as("used and not in the ledger")
                .isEqualTo(granted);
    }

    @Test
    void completesRequestWhoseAnswerWasLost() {
        store.loseAnswers(1);
        assertThat(account.reserve(List.of(CALL), List.of(), clock.millis())).isNotInstanceOf(QuotaHold.class);
        assertThat(store.leased(ONE, CALLS, NOW)).isPositive();
        leases.close();
        assertThat(store.leased(ONE, CALLS, NOW)).isZero();
    }
}
