package io.github.licensing4j.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import io.github.licensing4j.spi.CreditGrant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BudgetsTest {
    private static final int THREADS = 64;
    private static final int CALLS = 1_500;
    private static final long OF_CUSTOMER = 30_000;
    private static final long OF_LICENSE = 12_000;
    private static final long OF_KEY = 5_000;
    private static final long OF_USER = 3_000;
    private static final long PREPAID = 9_000;

    private final LimitFixture fixture = new LimitFixture();
    private final List<Limit> sheet = List.of(
            quota("all", OF_CUSTOMER, Scope.CUSTOMER),
            quota("own", OF_LICENSE, Scope.LICENSE),
            quota("key", OF_KEY, Scope.KEY),
            quota("user", OF_USER, Scope.USER),
            new CreditsLimit("prepaid", Charge.CALLS, 0, null));

    @Test
    @Tag("rule-3.1")
    @Tag("rule-3.8")
    void sixtyFourThreadsNeverPassABudgetOfAnyLevelAndCountToTheUnit() throws Exception {
        AtomicLong[] charged = new AtomicLong[4];
        for (int i = 0; i < charged.length; i++) {
            charged[i] = new AtomicLong();
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int seed = i;
                running.add(threads.submit(() -> {
                    start.await();
                    call(new SplittableRandom(seed), charged);
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        long all = 0;
        for (int license = 0; license < charged.length; license++) {
            long own = charged[license].get();
            all += own;
            assertThat(used(license, "", "", 1)).isEqualTo(own).isLessThanOrEqualTo(OF_LICENSE);
            assertThat(used(license, "", "", 4)).isEqualTo(own).isLessThanOrEqualTo(PREPAID);
            assertThat(sum(license, true)).isEqualTo(own);
            assertThat(sum(license, false)).isEqualTo(own);
        }
        assertThat(used(0, "", "", 0)).isEqualTo(all).isLessThanOrEqualTo(OF_CUSTOMER);
        assertThat(all).isGreaterThan(20_000);
    }

    /** Every other call reports less than it holds; none reports more, so no budget may be passed by a unit. */
    private void call(SplittableRandom random, AtomicLong[] charged) {
        for (int i = 0; i < CALLS; i++) {
            int license = random.nextInt(charged.length);
            LimitDecision decision = fixture.limits.reserve(
                    fixture.limits.account(
                            LimitFixture.license("lic_" + license).id()),
                    request(license, "k" + random.nextInt(3), "u" + random.nextInt(5), 4));
            if (decision instanceof LimitHold reserved) {
                int reported = random.nextInt(3);
                reserved.charge(Charge.CALLS, reported);
                boolean failed = random.nextInt(9) == 0;
                LimitFixture.settle(reserved, failed ? LimitFixture.SERVER_ERROR : LimitFixture.OK);
                charged[license].addAndGet(failed ? 0 : 2 + reported);
            } else {
                assertThat(decision).isInstanceOf(Exceeded.class);
            }
        }
    }

    private long sum(int license, boolean ofKeys) {
        long sum = 0;
        for (int i = 0; i < 5; i++) {
            long used = ofKeys ? used(license, "k" + i, "", 2) : used(license, "", "u" + i, 3);
            assertThat(used).isLessThanOrEqualTo(ofKeys ? OF_KEY : OF_USER);
            sum += used;
        }
        return sum;
    }

    @Test
    void everyUserHasABudgetAndUnknownOnesShareOne() {
        List<Limit> perUser = List.of(quota("user", 10, Scope.USER));
        LimitFixture.settle(fixture.calledBy("", "ann").granted(perUser, Charge.of(Charge.CALLS, 10)), LimitFixture.OK);
        fixture.calledBy("", "ann").refused(perUser, Charge.of(Charge.CALLS, 1));
        LimitFixture.settle(fixture.calledBy("", "bob").granted(perUser, Charge.of(Charge.CALLS, 10)), LimitFixture.OK);
        LimitFixture.settle(fixture.calledBy("k1", "").granted(perUser, Charge.of(Charge.CALLS, 10)), LimitFixture.OK);
        fixture.calledBy("k2", "").refused(perUser, Charge.of(Charge.CALLS, 1));
    }

    @Test
    void theBudgetOfACustomerRunsInPeriodsOfTheCalendar() {
        List<Limit> shared = List.of(quota("all", 10, Scope.CUSTOMER));
        assertThat(fixture.limits
                        .peek(fixture.account, fixture.asking(shared))
                        .get(0)
                        .resetsAt())
                .isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
    }

    @Test
    void tooManyUsersAreUnavailableRatherThanForgotten() {
        List<Limit> perUser = List.of(quota("user", 10, Scope.USER));
        for (int i = 0; i < 10_000; i++) {
            LimitFixture.settle(
                    fixture.calledBy("", "u" + i).granted(perUser, Charge.of(Charge.CALLS, 1)), LimitFixture.OK);
        }
        assertThat(fixture.calledBy("", "late").call(perUser, Charge.of(Charge.CALLS, 1)))
                .isInstanceOf(LimitDecision.Unavailable.class);
        assertThat(fixture.calledBy("", "u0").used(perUser.get(0))).isEqualTo(1);
        fixture.clock.advance(Duration.ofDays(31));
        fixture.calledBy("", "late").granted(perUser, Charge.of(Charge.CALLS, 1));
    }

    private long used(int license, String key, String user, int limit) {
        LimitAccount account =
                fixture.limits.account(LimitFixture.license("lic_" + license).id());
        return fixture.limits
                .peek(account, request(license, key, user, 0))
                .get(limit)
                .used();
    }

    private LimitRequest request(int license, String key, String user, long reserve) {
        var owner = LimitFixture.license("lic_" + license);
        CreditGrant grant = new CreditGrant(
                "crd_" + license, owner.id(), 1, "prepaid", PREPAID, 0, CreditGrant.Times.from(Instant.EPOCH), null);
        return new LimitRequest(
                new LimitSubject(owner, 0, List.of(grant), key, user),
                fixture.limits.limitSet(sheet, Limit::name),
                ChargePlan.of(
                        new Requirement(
                                List.of(),
                                Set.of(),
                                List.of(new Charge(Charge.CALLS, reserve == 0 ? 0 : 2, reserve, ChargeOn.NOT_5XX))),
                        Map.of()),
                fixture.clock.millis());
    }

    private static QuotaLimit quota(String name, long amount, Scope of) {
        return new QuotaLimit(name, Charge.CALLS, amount, ContractPeriod.parse("P1M"), List.of(), null, null, of);
    }
}
