package io.github.licensing4j.core.limit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit.Kind;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.core.RandomCases;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.QuotaResult;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How licenses share a bounded number of places, and what is counted of those that were evicted. */
@Tag("4.2.6")
class SharedPlacesTest {
    private static final int PLACES = 8;
    /** How many keys and users of one license are counted at once. */
    private static final int USERS = 10_000;

    private static final CounterId CALLS = new CounterId("monthly", "calls", Kind.QUOTA, "P1M");
    private static final QuotaWindow MONTH = new QuotaWindow(1_000, 1_000_000);

    private final LaggingLedger ledger = new LaggingLedger();
    private final InMemoryCounters counters =
            new InMemoryCounters(PLACES, ledger, license -> license.value().startsWith("stored"));

    @Test
    void storedLicensesAlwaysFindPlace() {
        hold("https://partner", "inv", 2 * PLACES);
        assertThat(hold("https://own", "stored", 3 * PLACES)).hasSize(3 * PLACES);
    }

    @Test
    void issuersShareWhatIsNotStored() {
        hold("https://own", "stored", PLACES);
        assertThat(hold("https://partner", "inv", 3 * PLACES)).hasSize(PLACES);
        assertThat(hold("https://own", "token", PLACES)).hasSize(PLACES / 2);
        assertThat(counters.size()).isEqualTo(PLACES + PLACES + PLACES / 2);
    }

    @Test
    void placesBeyondTheBoundAreGivenBack() {
        List<QuotaHold> partner = hold("https://partner", "inv", PLACES);
        List<QuotaHold> own = hold("https://own", "stored", PLACES);
        partner.forEach(hold -> hold.settle(0));
        own.forEach(hold -> hold.settle(0));
        hold("https://own", "stored_more", PLACES + 1);
        assertThat(counters.size()).isLessThanOrEqualTo(PLACES + 1);
    }

    @Test
    void countersTheLedgerLacksAreKeptWhileItIsAway() {
        for (int i = 0; i < PLACES; i++) {
            assertThat(call(license("https://partner", "inv" + i), 1)).isTrue();
        }
        ledger.isAway = true;
        assertThat(call(license("https://partner", "more"), 1)).isFalse();
        assertThat(counters.refusedMillis()).isEqualTo(2_000);
        assertThat(call(license("https://partner", "inv0"), 1)).isTrue();
        ledger.isAway = false;
        assertThat(call(license("https://partner", "more"), 1)).isTrue();
        assertThat(used(license("https://partner", "inv0"))).isEqualTo(2);
    }

    @Test
    void evictedLicenseBeginsWithNothingInNextPeriod() {
        for (int i = 0; i < 5 * PLACES; i++) {
            assertThat(call(license("https://partner", "inv" + i), 3)).isTrue();
        }
        QuotaWindow next = new QuotaWindow(1_000_000, 2_000_000);
        QuotaClaim claim = new QuotaClaim(CALLS, next, 10, 1);
        QuotaHold hold =
                (QuotaHold) counters.account(license("https://partner", "inv0")).reserve(List.of(claim), 1_000_001);
        assertThat(hold.used(0)).isEqualTo(1);
    }

    /** A list that forgets nothing is the model. */
    @Test
    void countsOfManyLicensesInFewPlacesAreExact() {
        RandomCases.run(100, SharedPlacesTest::assertThatCountsAreExact);
    }

    private static void assertThatCountsAreExact(RandomGenerator random) {
        LaggingLedger ledger = new LaggingLedger();
        InMemoryCounters few = new InMemoryCounters(1 + random.nextInt(5), ledger, license -> false);
        long[] counted = new long[20];
        for (int call = 0; call < 400; call++) {
            int license = random.nextInt(counted.length);
            LicenseId id = license(license % 2 == 0 ? "https://own" : "https://partner", "lic_" + license);
            long units = random.nextInt(4);
            boolean isGranted = call(few, ledger, id, units, random.nextInt(5) == 0);
            // A quota that is used up refuses a call that needs none of it, too.
            assertThat(isGranted).isEqualTo(counted[license] + Math.max(1, units) <= 50);
            counted[license] += isGranted ? units : 0;
            assertThat(few.account(id).used(CALLS, MONTH)).isEqualTo(counted[license]);
            assertThat(few.size()).isLessThanOrEqualTo(2 * few.maxLicenses());
            if (random.nextInt(10) == 0) {
                ledger.ship();
            }
        }
    }

    @Test
    void manyThreadsGetTheQuotaOfEachLicenseOnce() throws Exception {
        AtomicIntegerArray granted = new AtomicIntegerArray(60);
        List<Callable<Void>> callers = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            SplittableRandom random = new SplittableRandom(caller);
            callers.add(() -> {
                for (int call = 0; call < 2_000; call++) {
                    int license = random.nextInt(granted.length());
                    if (call(license("https://partner", "lic_" + license), 1)) {
                        granted.incrementAndGet(license);
                    }
                }
                return null;
            });
        }
        ExecutorService pool = Executors.newFixedThreadPool(callers.size());
        try {
            for (Future<Void> caller : pool.invokeAll(callers)) {
                caller.get();
            }
        } finally {
            pool.shutdownNow();
        }
        for (int license = 0; license < granted.length(); license++) {
            assertThat(granted.get(license)).isEqualTo(50);
            assertThat(used(license("https://partner", "lic_" + license))).isEqualTo(50);
        }
    }

    @Test
    void usersBeyondTheBoundAreReadFromTheLedger() {
        int users = USERS + 500;
        for (int round = 1; round <= 2; round++) {
            for (int user = 0; user < users; user++) {
                CounterId each = new CounterId("each", "calls", Kind.QUOTA, "P1M", Scope.USER, "user" + user);
                QuotaResult answer = counters.account(license("https://own", "stored"))
                        .reserve(List.of(new QuotaClaim(each, MONTH, 10, 1)), 2_000);
                assertThat(answer).isInstanceOf(QuotaHold.class);
                assertThat(((QuotaHold) answer).used(0)).isEqualTo(round);
                ledger.record(license("https://own", "stored"), each, MONTH, 1);
                ((QuotaHold) answer).settle(1);
            }
        }
    }

    @Test
    void creditsOfEvictedLicensesStayConsumed() {
        CreditsClaim.Grant grant =
                new CreditsClaim.Grant(new CounterId("prepaid", "calls", Kind.CREDITS, "crd_1"), 5, Long.MAX_VALUE);
        for (int round = 1; round <= 6; round++) {
            for (int i = 0; i < 3 * PLACES; i++) {
                LicenseId license = license("https://partner", "inv" + i);
                QuotaResult answer = counters.account(license)
                        .reserve(List.of(), List.of(new CreditsClaim(List.of(grant), 1)), 2_000);
                assertThat(answer instanceof QuotaHold).isEqualTo(round <= 5);
                if (answer instanceof QuotaHold hold) {
                    assertThat(hold.consume(0, 1)).containsExactly(1);
                    ledger.record(license, grant.counter(), CreditsClaim.EVER, 1);
                    hold.settle();
                }
            }
        }
    }

    private List<QuotaHold> hold(String issuer, String prefix, int licenses) {
        List<QuotaHold> holds = new ArrayList<>();
        for (int i = 0; i < licenses; i++) {
            if (reserve(counters, license(issuer, prefix + i), 1) instanceof QuotaHold hold) {
                holds.add(hold);
            }
        }
        return holds;
    }

    private boolean call(LicenseId license, long units) {
        return call(counters, ledger, license, units, false);
    }

    private static boolean call(
            InMemoryCounters counters, LaggingLedger ledger, LicenseId license, long units, boolean shipsBetween) {
        if (!(reserve(counters, license, units) instanceof QuotaHold hold)) {
            return false;
        }
        ledger.record(license, CALLS, MONTH, units);
        if (shipsBetween) {
            ledger.ship();
        }
        hold.settle(units);
        return true;
    }

    private static QuotaResult reserve(InMemoryCounters counters, LicenseId license, long units) {
        return counters.account(license).reserve(List.of(new QuotaClaim(CALLS, MONTH, 50, units)), 2_000);
    }

    private long used(LicenseId license) {
        return counters.account(license).used(CALLS, MONTH);
    }

    private static LicenseId license(String issuer, String name) {
        return new LicenseId(issuer, name);
    }
}
