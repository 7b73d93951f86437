package io.github.licensing4j.core.limit;

import static io.github.licensing4j.core.limit.LimitFixture.OK;
import static io.github.licensing4j.core.limit.LimitFixture.SERVER_ERROR;
import static io.github.licensing4j.core.limit.LimitFixture.burst;
import static io.github.licensing4j.core.limit.LimitFixture.monthly;
import static io.github.licensing4j.core.limit.LimitFixture.parallel;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Limit;
import io.github.licensing4j.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LimitsRaceTest {
    private static final int THREADS = 64;

    @Test
    @Tag("rule-3.1")
    @Tag("rule-3.8")
    void sixtyFourThreadsGetExactlyTheQuotaAndRefusedCallsTakeNothing() throws Exception {
        LimitFixture fixture = new LimitFixture();
        List<Limit> sheet = List.of(burst(1, 5000), monthly(1000), parallel(THREADS));
        AtomicInteger granted = new AtomicInteger();
        race(() -> {
            for (int i = 0; i < 100; i++) {
                if (fixture.call(sheet) instanceof LimitHold reserved) {
                    granted.incrementAndGet();
                    LimitFixture.settle(reserved, OK);
                }
            }
            return null;
        });
        assertThat(granted).hasValue(1000);
        assertThat(fixture.used(monthly(1000))).isEqualTo(1000);
        assertThat(fixture.used(burst(1, 5000))).isEqualTo(1000);
        assertThat(fixture.used(parallel(THREADS))).isZero();
    }

    @Test
    void sixtyFourThreadsGetExactlyTheBurst() throws Exception {
        LimitFixture fixture = new LimitFixture();
        List<Limit> sheet = List.of(burst(1, 777), monthly(100_000));
        AtomicInteger granted = new AtomicInteger();
        race(() -> {
            for (int i = 0; i < 50; i++) {
                if (fixture.call(sheet) instanceof LimitHold reserved) {
                    granted.incrementAndGet();
                    LimitFixture.settle(reserved, OK);
                }
            }
            return null;
        });
        assertThat(granted).hasValue(777);
        assertThat(fixture.used(monthly(100_000))).isEqualTo(777);
    }

    @Test
    @Tag("rule-3.5")
    void neverMoreInFlightThanAllowedAndNoneAtTheEnd() throws Exception {
        LimitFixture fixture = new LimitFixture();
        List<Limit> sheet = List.of(parallel(7), monthly(1_000_000));
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger charged = new AtomicInteger();
        race(() -> {
            for (int i = 0; i < 200; i++) {
                if (fixture.call(sheet) instanceof LimitHold reserved) {
                    most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                    inFlight.decrementAndGet();
                    boolean ok = i % 3 != 0;
                    charged.addAndGet(ok ? 1 : 0);
                    LimitFixture.settle(reserved, ok ? OK : SERVER_ERROR);
                }
            }
            return null;
        });
        assertThat(most.get()).isBetween(1, 7);
        assertThat(fixture.used(parallel(7))).isZero();
        assertThat(fixture.used(monthly(1_000_000))).isEqualTo(charged.get());
    }

    @Test
    @Tag("rule-3.5")
    void nobodyIsInFlightAfterTenThousandMixedEnds() throws Exception {
        LimitFixture fixture = new LimitFixture();
        List<Limit> sheet = List.of(parallel(40), monthly(3_000), burst(1, 8_000));
        AtomicInteger charged = new AtomicInteger();
        race(() -> {
            for (int i = 0; i < 160; i++) {
                if (fixture.call(sheet) instanceof LimitHold reserved) {
                    Outcome outcome = new Outcome(i % 7 == 0 ? 503 : i % 5 == 0 ? 404 : 200, 0);
                    charged.addAndGet(outcome.status() < 500 ? 1 : 0);
                    LimitFixture.settle(reserved, outcome);
                    LimitFixture.settle(reserved, OK);
                }
            }
            return null;
        });
        assertThat(fixture.used(parallel(40))).isZero();
        assertThat(fixture.used(monthly(3_000))).isEqualTo(charged.get());
    }

    @Test
    void oneOfManySettlementsCounts() throws Exception {
        LimitFixture fixture = new LimitFixture();
        for (int round = 0; round < 50; round++) {
            LimitHold hold = fixture.granted(List.of(monthly(1000), parallel(1)));
            AtomicInteger settled = new AtomicInteger();
            race(() -> {
                if (LimitFixture.settle(hold, OK)) {
                    settled.incrementAndGet();
                }
                return null;
            });
            assertThat(settled).hasValue(1);
        }
        assertThat(fixture.used(monthly(1000))).isEqualTo(50);
    }

    private static void race(Callable<Void> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(pool.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            for (Future<Void> future : running) {
                future.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
