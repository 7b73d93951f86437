package io.github.licensing4j.core.limit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit.Kind;
import io.github.licensing4j.OutagePolicy.Quotas;
import io.github.licensing4j.core.limit.counter.InitialCounts;
import io.github.licensing4j.core.limit.counter.Shipments;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.schedule.TaskQueue;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.CreditsClaim.Grant;
import io.github.licensing4j.spi.HoldResult;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.QuotaResult;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.UsageSource;
import io.github.licensing4j.tck.MovableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A counter whose calls used more than this node had leased is not evicted while its window lasts: a new one in its place would
 * not know that units must be leased back first, and would use them twice.
 */
class OwedLeaseTest {
    private static final LicenseId ONE = new LicenseId("https://issuer", "lic_1");
    private static final LicenseId TWO = new LicenseId("https://issuer", "lic_2");
    private static final long AMOUNT = 100;

    private final MovableClock clock = new MovableClock("2026-06-01T00:00:00Z");
    private final QuotaWindow day =
            new QuotaWindow(clock.millis(), clock.millis() + Duration.ofDays(1).toMillis());
    private final InMemoryQuotaLeases store = new InMemoryQuotaLeases();
    private final UsageSource source = new UsageSource("a", 1);
    private final Schedule schedule = new Schedule();
    private final TaskQueue tasks = schedule.queue("leases");
    private final NodeLeases leases =
            new NodeLeases(store, source, new StoreCircuit(clock, Quotas.LEASED_ONLY, Quotas.LEASED_ONLY), tasks);
    private final InMemoryCounters counters = new InMemoryCounters(1, new ShippedCounts(), license -> false, leases);
    private final CounterId quota = new CounterId("monthly", "calls", Kind.QUOTA, "P1D");
    private final CounterId credits = new CounterId("prepaid", "calls", Kind.CREDITS, "crd_1");

    /** Counts of a ledger that has all usage at once, so that only leases keep counters from eviction. */
    private record ShippedCounts() implements InitialCounts, Shipments {
        @Override
        public long sinceMillis() {
            return Long.MAX_VALUE;
        }

        @Override
        public long counted(LicenseId license, CounterId counter, QuotaWindow window) {
            return 0;
        }

        @Override
        public Shipments shipments() {
            return this;
        }

        @Override
        public int begun() {
            return 0;
        }

        @Override
        public int complete() {
            return 1;
        }

        @Override
        public void ship() {}

        @Override
        public boolean isDurable() {
            return true;
        }
    }

    @AfterEach
    void close() {
        schedule.close();
    }

    /** Releases all slices, once those that are leased ahead of need have arrived. */
    private void release() {
        CountDownLatch arrived = new CountDownLatch(1);
        assertThat(tasks.once("wait for leases ahead", arrived::countDown)).isTrue();
        try {
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        leases.close();
    }

    private QuotaResult reserve(LicenseId license, QuotaClaim claim) {
        return counters.account(license).reserve(List.of(claim), List.of(), clock.millis());
    }

    private QuotaClaim calls(long units) {
        return new QuotaClaim(quota, day, AMOUNT, units);
    }

    private CreditsClaim consuming(long units) {
        return new CreditsClaim(List.of(new Grant(credits, AMOUNT, day.endMillis())), units);
    }

    private QuotaResult reserveCredits(long units) {
        return counters.account(ONE).reserve(List.of(), List.of(consuming(units)), clock.millis());
    }

    /** Returns whether another license finds room, for which the counters of the first one must be evicted. */
    private boolean isEvictedForOther() {
        CounterId other = new CounterId("other", "calls", Kind.QUOTA, "P1D");
        QuotaWindow window = clock.millis() < day.endMillis()
                ? day
                : new QuotaWindow(
                        day.endMillis(), day.endMillis() + Duration.ofDays(1).toMillis());
        QuotaResult result = reserve(TWO, new QuotaClaim(other, window, AMOUNT, 1));
        assertThat(result).isInstanceOfAny(QuotaHold.class, HoldResult.Unavailable.class);
        return result instanceof QuotaHold;
    }

    @Test
    void evictsCounterThatOwesNothing() {
        ((QuotaHold) reserve(ONE, calls(16))).settle(16);
        store.ship(source, quota, day, 16);
        // What was leased ahead of need is returned.
        release();
        assertThat(store.leased(ONE, quota, day)).isZero();
        assertThat(isEvictedForOther()).isTrue();
    }

    @Test
    void keepsQuotaThatOwesUnitsUntilItsPeriodEnds() {
        ((QuotaHold) reserve(ONE, calls(1))).settle(50);
        store.ship(source, quota, day, 50);
        release();
        clock.advance(Duration.ofDays(1).minusMillis(1));
        assertThat(isEvictedForOther()).isFalse();
        long granted = 0;
        while (reserve(ONE, calls(1)) instanceof QuotaHold hold) {
            hold.settle(1);
            granted++;
        }
        assertThat(granted).as("of 100, 50 are used").isEqualTo(50);
    }

    @Test
    void evictsQuotaThatOwesUnitsOnceItsPeriodHasEnded() {
        ((QuotaHold) reserve(ONE, calls(1))).settle(50);
        store.ship(source, quota, day, 50);
        clock.advance(Duration.ofDays(1));
        assertThat(isEvictedForOther()).isTrue();
    }

    private void consume(long held, long consumed) {
        QuotaHold hold = (QuotaHold) reserveCredits(held);
        hold.consume(0, consumed);
        hold.settle();
        store.ship(source, credits, CreditsClaim.EVER, consumed);
    }

    @Test
    void evictsCreditsThatOweNothing() {
        consume(16, 16);
        assertThat(isEvictedForOther()).isTrue();
    }

    @Test
    void keepsCreditsThatOweUnitsUntilTheyHaveLapsed() {
        consume(1, 50);
        release();
        assertThat(isEvictedForOther()).isFalse();
        long granted = 0;
        while (reserveCredits(1) instanceof QuotaHold hold) {
            hold.consume(0, 1);
            hold.settle();
            granted++;
        }
        assertThat(granted).as("of 100, 50 are consumed").isEqualTo(50);
    }

    @Test
    void evictsCreditsThatOweUnitsOnceTheyHaveLapsed() {
        consume(1, 50);
        clock.advance(Duration.ofDays(1).plusMinutes(2));
        assertThat(isEvictedForOther()).isTrue();
    }
}
