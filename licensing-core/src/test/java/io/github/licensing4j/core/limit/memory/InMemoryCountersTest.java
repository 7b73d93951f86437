package io.github.licensing4j.core.limit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.ConcurrencyHold;
import io.github.licensing4j.spi.ConcurrencyStore;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.HoldResult;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateLimitStore;
import io.github.licensing4j.tck.ConcurrencyStoreContract;
import io.github.licensing4j.tck.QuotaStoreContract;
import io.github.licensing4j.tck.RateLimitStoreContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InMemoryCountersTest {
    private static final CounterId CALLS = new CounterId("monthly", "calls", Limit.Kind.QUOTA, "P1M");
    private static final CounterId BURST = new CounterId("burst", null, Limit.Kind.RATE, "");
    private static final CounterId PARALLEL = new CounterId("parallel", null, Limit.Kind.CONCURRENCY, "");
    private static final RateLimit ONE_A_SECOND =
            new RateLimit("burst", null, List.of(new Band(1, Duration.ofSeconds(1), 1)));
    private static final QuotaWindow WINDOW = new QuotaWindow(0, 10_000);

    private final InMemoryCounters two = new InMemoryCounters(2);

    @Nested
    class Quotas extends QuotaStoreContract {
        @Override
        protected QuotaStore quotas() {
            return new InMemoryCounters(100);
        }
    }

    @Nested
    class Rates extends RateLimitStoreContract {
        @Override
        protected RateLimitStore rates() {
            return new InMemoryCounters(100);
        }
    }

    @Nested
    class Concurrency extends ConcurrencyStoreContract {
        @Override
        protected ConcurrencyStore concurrency() {
            return new InMemoryCounters(100);
        }
    }

    @Test
    void refusesNewLicensesWhenFull() {
        use(1, 5, 100);
        use(2, 5, 100);
        assertThat(two.account(license(3)).reserve(List.of(claim(1)), 200)).isInstanceOf(HoldResult.Unavailable.class);
        assertThat(two.account(license(1)).used(CALLS, WINDOW)).isEqualTo(5);
        assertThat(two.size()).isEqualTo(2);
    }

    @Test
    void evictsLicensesWhosePeriodIsOver() {
        use(1, 5, 100);
        use(2, 5, 100);
        assertThat(two.account(license(3))
                        .reserve(List.of(new QuotaClaim(CALLS, new QuotaWindow(10_000, 20_000), 10, 1)), 10_000))
                .isInstanceOf(QuotaHold.class);
        assertThat(two.size()).isEqualTo(2);
    }

    @Test
    void keepsUnsettledHoldsAfterTheirPeriod() {
        two.account(license(1)).reserve(List.of(claim(1)), 100);
        two.account(license(2)).reserve(List.of(claim(1)), 100);
        assertThat(two.account(license(3)).reserve(List.of(claim(1)), 50_000))
                .isInstanceOf(HoldResult.Unavailable.class);
    }

    @Test
    void keepsRunningPeriodsUnderASetBackClock() {
        use(1, 5, 100);
        use(2, 5, 100);
        QuotaWindow next = new QuotaWindow(10_000, 20_000);
        for (int license = 1; license <= 2; license++) {
            ((QuotaHold) two.account(license(license)).reserve(List.of(new QuotaClaim(CALLS, next, 10, 1)), 10_000))
                    .settle(0);
        }
        assertThat(two.account(license(3)).reserve(List.of(claim(1)), 9_000))
                .isInstanceOf(HoldResult.Unavailable.class);
    }

    @Test
    void keepsBucketsThatAreNotFull() {
        take(1);
        take(2);
        assertThat(two.account(license(3)).take(List.of(rate()), 999)).isInstanceOf(HoldResult.Unavailable.class);
        assertThat(two.account(license(3)).take(List.of(rate()), 1000)).isInstanceOf(RateHold.class);
    }

    @Test
    void keepsCallsInFlight() {
        enter(1);
        enter(2);
        assertThat(two.account(license(3)).take(List.of(rate()), 100_000)).isInstanceOf(HoldResult.Unavailable.class);
    }

    @Test
    void countsEvictedAccountsWithOthersAgain() {
        InMemoryCounters one = new InMemoryCounters(1);
        var early = one.account(license(1));
        ((QuotaHold) early.reserve(List.of(claim(4)), 100)).settle(0);
        ((QuotaHold) one.account(license(2)).reserve(List.of(claim(4)), 100)).settle(0);
        assertThat(early.reserve(List.of(claim(3)), 200)).isInstanceOf(QuotaHold.class);
        assertThat(one.account(license(1)).used(CALLS, WINDOW)).isEqualTo(3);
    }

    private void use(int license, long units, long now) {
        ((QuotaHold) two.account(license(license)).reserve(List.of(claim(units)), now)).settle(units);
    }

    private void take(int license) {
        assertThat(two.account(license(license)).take(List.of(rate()), 0)).isInstanceOf(RateHold.class);
    }

    private void enter(int license) {
        assertThat(two.account(license(license)).enter(List.of(new ConcurrencyClaim(PARALLEL, 3)), 0))
                .isInstanceOf(ConcurrencyHold.class);
    }

    private static LicenseId license(int number) {
        return new LicenseId("https://issuer", "lic_" + number);
    }

    private static QuotaClaim claim(long units) {
        return new QuotaClaim(CALLS, WINDOW, 10, units);
    }

    private static RateClaim rate() {
        return new RateClaim(BURST, ONE_A_SECOND, 1);
    }
}
