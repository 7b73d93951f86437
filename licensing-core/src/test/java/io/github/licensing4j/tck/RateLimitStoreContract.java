package io.github.licensing4j.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateLimitStore;
import io.github.licensing4j.spi.RateResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store of rate limits does. A store's own test extends it. */
public abstract class RateLimitStoreContract {
    private static final LicenseId ONE = new LicenseId("https://issuer", "lic_1");
    private static final LicenseId TWO = new LicenseId("https://issuer", "lic_2");
    private static final LicenseId FOREIGN = new LicenseId("https://other", "lic_1");
    private static final CounterId BURST = new CounterId("burst", null, Limit.Kind.RATE, "");
    private static final long NOW = 1_750_000_000_000L;

    /** Returns a store of rate limits without any counts. */
    protected abstract RateLimitStore rates();

    @Test
    void takesPermitsUntilTheBucketIsEmpty() {
        RateLimitStore store = rates();
        take(store, ONE, 2, NOW);
        var answer = (RateResult.RateExceeded) store.account(ONE).take(List.of(rate(2, 1)), NOW);
        assertThat(answer.claim()).isZero();
        assertThat(answer.state().remaining()).isZero();
        assertThat(answer.retryAtMillis()).isEqualTo(NOW + 500);
        assertThat(answer.state().fullAtMillis()).isEqualTo(NOW + 1000);
        take(store, ONE, 1, NOW + 500);
    }

    @Test
    void neverFitsMoreThanABucketHolds() {
        var answer = (RateResult.RateExceeded) rates().account(ONE).take(List.of(rate(2, 3)), NOW);
        assertThat(answer.retryAtMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void probesOtherBandsWithoutChangingAnything() {
        RateLimitStore store = rates();
        take(store, ONE, 2, NOW);
        assertThat(store.account(ONE).wouldFit(rate(3, 1), NOW)).isTrue();
        assertThat(store.account(ONE).wouldFit(rate(3, 2), NOW)).isFalse();
        assertThat(store.account(ONE).wouldFit(rate(2, 0), NOW)).isFalse();
        assertThat(store.account(TWO).wouldFit(rate(3, 3), NOW)).isTrue();
        assertThat(store.account(TWO).wouldFit(rate(3, 4), NOW)).isFalse();
        assertThat(store.account(ONE).state(rate(2, 1), NOW).remaining()).isZero();
    }

    @Test
    void countsAllAccountsOfALicenseTogether() {
        RateLimitStore store = rates();
        take(store, ONE, 1, NOW);
        take(store, ONE, 1, NOW);
        assertThat(store.account(ONE).take(List.of(rate(2, 1)), NOW)).isInstanceOf(RateResult.RateExceeded.class);
    }

    @Test
    void separatesLicensesOfDifferentIssuers() {
        RateLimitStore store = rates();
        take(store, ONE, 2, NOW);
        assertThat(store.account(TWO).state(rate(2, 1), NOW).remaining()).isEqualTo(2);
        assertThat(store.account(FOREIGN).state(rate(2, 1), NOW).remaining()).isEqualTo(2);
    }

    @Test
    void takesEveryClaimOrNone() {
        RateLimitStore store = rates();
        CounterId other = new CounterId("other", null, Limit.Kind.RATE, "");
        RateClaim small = new RateClaim(other, rate(1, 2).limit(), 2);
        assertThat(store.account(ONE).take(List.of(rate(2, 1), small), NOW))
                .isInstanceOfSatisfying(
                        RateResult.RateExceeded.class,
                        exceeded -> assertThat(exceeded.claim()).isEqualTo(1));
        assertThat(store.account(ONE).state(rate(2, 1), NOW).remaining()).isEqualTo(2);
    }

    @Test
    void putsReleasedPermitsBack() {
        RateLimitStore store = rates();
        take(store, ONE, 2, NOW).release();
        assertThat(store.account(ONE).state(rate(2, 1), NOW).remaining()).isEqualTo(2);
    }

    @Test
    void keepsPermitsTakenWithoutARelease() {
        RateLimitStore store = rates();
        RateHold taken = take(store, ONE, 2, NOW);
        assertThat(taken.state(0).remaining()).isZero();
        assertThat(taken.state(0).fullAtMillis()).isEqualTo(NOW + 1000);
        assertThat(store.account(ONE).state(rate(2, 1), NOW).remaining()).isZero();
    }

    private static RateClaim rate(long burst, long permits) {
        RateLimit limit = new RateLimit("burst", null, List.of(new Band(2, Duration.ofSeconds(1), burst)));
        return new RateClaim(BURST, limit, permits);
    }

    private static RateHold take(RateLimitStore store, LicenseId license, long permits, long now) {
        return (RateHold) store.account(license).take(List.of(rate(2, permits)), now);
    }
}
