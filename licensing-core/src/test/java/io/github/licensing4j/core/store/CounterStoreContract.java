package io.github.licensing4j.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.QuotaResult;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateLimitStore;
import io.github.licensing4j.spi.RateResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store of quotas, rates and calls in flight does. A store's own test extends it. */
public abstract class CounterStoreContract {
    private static final LicenseId ONE = new LicenseId("https://issuer", "lic_1");
    private static final LicenseId TWO = new LicenseId("https://issuer", "lic_2");
    private static final LicenseId FOREIGN = new LicenseId("https://other", "lic_1");
    private static final CounterId CALLS = new CounterId("monthly", "calls", Limit.Kind.QUOTA, "P1M");
    private static final CounterId TOKENS = new CounterId("tokens", "tokens", Limit.Kind.QUOTA, "P1M");
    private static final CounterId BURST = new CounterId("burst", null, Limit.Kind.RATE, "");
    private static final CounterId PARALLEL = new CounterId("parallel", null, Limit.Kind.CONCURRENCY, "");
    private static final long NOW = 1_750_000_000_000L;
    private static final QuotaWindow WINDOW = new QuotaWindow(NOW - 1000, NOW + 1000);
    private static final QuotaWindow NEXT = new QuotaWindow(NOW + 1000, NOW + 3000);

    /** A store of quotas without any counts. */
    protected abstract QuotaStore quotas();

    /** A store of rates without any counts. */
    protected abstract RateLimitStore rates();

    @Test
    void allAccountsOfALicenseCountAsOne() {
        QuotaStore store = quotas();
        hold(store, ONE, claim(CALLS, 10, 4));
        hold(store, ONE, claim(CALLS, 10, 5));
        assertThat(store.account(ONE).used(CALLS, WINDOW)).isEqualTo(9);
    }

    @Test
    void licensesOfDifferentIssuersNeverShareACounter() {
        QuotaStore store = quotas();
        hold(store, ONE, claim(CALLS, 10, 4));
        assertThat(store.account(TWO).used(CALLS, WINDOW)).isZero();
        assertThat(store.account(FOREIGN).used(CALLS, WINDOW)).isZero();
    }

    @Test
    void holdsEveryClaimOrNone() {
        QuotaStore store = quotas();
        var answer = store.account(ONE).reserve(List.of(claim(CALLS, 10, 4), claim(TOKENS, 3, 4)), NOW);
        assertThat(answer).isEqualTo(new QuotaResult.Exhausted(1, 0));
        assertThat(store.account(ONE).used(CALLS, WINDOW)).isZero();
        assertThat(store.account(ONE).used(TOKENS, WINDOW)).isZero();
    }

    @Test
    void fillsAQuotaToTheUnitAndNotBeyond() {
        QuotaStore store = quotas();
        hold(store, ONE, claim(CALLS, 10, 10));
        assertThat(store.account(ONE).reserve(List.of(claim(CALLS, 10, 1)), NOW))
                .isEqualTo(new QuotaResult.Exhausted(0, 10));
        assertThat(store.account(ONE).reserve(List.of(claim(CALLS, 10, 0)), NOW))
                .isEqualTo(new QuotaResult.Exhausted(0, 10));
    }

    @Test
    void settlesMoreLessOrNothing() {
        QuotaStore store = quotas();
        var held = hold(store, ONE, claim(CALLS, 100, 10));
        held.settle(3);
        assertThat(store.account(ONE).used(CALLS, WINDOW)).isEqualTo(3);
        hold(store, ONE, claim(CALLS, 100, 10)).settle(0);
        assertThat(store.account(ONE).used(CALLS, WINDOW)).isEqualTo(3);
        hold(store, ONE, claim(CALLS, 100, 10)).settle(200);
        assertThat(store.account(ONE).used(CALLS, WINDOW)).isEqualTo(203);
    }

    @Test
    void aHoldSaysWhatTheCounterStoodAtAndSettlesIntoItsOwnWindow() {
        QuotaStore store = quotas();
        var early = hold(store, ONE, claim(CALLS, 10, 4));
        var late = (QuotaHold) store.account(ONE).reserve(List.of(new QuotaClaim(CALLS, NEXT, 10, 2)), NOW + 1500);
        assertThat(early.used(0)).isEqualTo(4);
        assertThat(late.used(0)).isEqualTo(2);
        early.settle(1);
        assertThat(store.account(ONE).used(CALLS, NEXT)).isEqualTo(2);
    }

    @Test
    void aWindowOfThePastNeverStartsAfresh() {
        QuotaStore store = quotas();
        store.account(ONE).reserve(List.of(new QuotaClaim(CALLS, NEXT, 10, 10)), NOW + 1500);
        QuotaWindow unseen = new QuotaWindow(NOW - 5000, NOW - 3000);
        assertThat(store.account(ONE).reserve(List.of(new QuotaClaim(CALLS, unseen, 10, 1)), NOW - 4000))
                .isInstanceOf(QuotaResult.Exhausted.class);
    }

    @Test
    void takesPermitsUntilTheBucketIsEmptyAndSaysWhenItIsNot() {
        RateLimitStore store = rates();
        take(store, ONE, 2, NOW);
        var answer = (RateResult.RateExceeded) store.account(ONE).take(List.of(), List.of(rate(2, 1)), NOW);
        assertThat(answer.claim()).isZero();
        assertThat(answer.state().remaining()).isZero();
        assertThat(answer.retryAtMillis()).isEqualTo(NOW + 500);
        assertThat(answer.state().fullAtMillis()).isEqualTo(NOW + 1000);
        take(store, ONE, 1, NOW + 500);
    }

    @Test
    void moreThanABucketHoldsNeverFits() {
        var answer = (RateResult.RateExceeded) rates().account(ONE).take(List.of(), List.of(rate(2, 3)), NOW);
        assertThat(answer.retryAtMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void givenBackPermitsAreThereAgainAndTheCallHasLeft() {
        RateLimitStore store = rates();
        take(store, ONE, 2, NOW).release();
        assertThat(store.account(ONE).state(rate(2, 1), NOW).remaining()).isEqualTo(2);
        assertThat(store.account(ONE).inFlight(PARALLEL)).isZero();
    }

    @Test
    void aCallThatLeavesKeepsItsPermitsTaken() {
        RateLimitStore store = rates();
        var taken = take(store, ONE, 2, NOW);
        assertThat(store.account(ONE).inFlight(PARALLEL)).isEqualTo(1);
        taken.leave();
        assertThat(store.account(ONE).inFlight(PARALLEL)).isZero();
        assertThat(store.account(ONE).state(rate(2, 1), NOW).remaining()).isZero();
    }

    @Test
    void aCrowdedLicenseTakesNoPermits() {
        RateLimitStore store = rates();
        take(store, ONE, 1, NOW);
        var answer = store.account(ONE).take(List.of(new ConcurrencyClaim(PARALLEL, 1)), List.of(rate(2, 1)), NOW);
        assertThat(answer).isEqualTo(new RateResult.ConcurrencyExceeded(0, 1));
        assertThat(store.account(ONE).state(rate(2, 1), NOW).remaining()).isEqualTo(1);
    }

    @Test
    void aRateThatRefusesLetsNobodyIn() {
        RateLimitStore store = rates();
        store.account(ONE).take(List.of(new ConcurrencyClaim(PARALLEL, 5)), List.of(rate(2, 3)), NOW);
        assertThat(store.account(ONE).inFlight(PARALLEL)).isZero();
    }

    @Test
    void absurdReportsOfManyCallsNeverWrapAroundIntoAnAllowance() {
        QuotaStore store = quotas();
        List<QuotaHold> holds = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            holds.add(hold(store, ONE, claim(CALLS, 10, 1)));
        }
        holds.forEach(hold -> hold.settle(Long.MAX_VALUE));
        assertThat(store.account(ONE).used(CALLS, WINDOW)).isEqualTo(Long.MAX_VALUE);
        assertThat(store.account(ONE).reserve(List.of(claim(CALLS, 10, 1)), NOW))
                .isInstanceOf(QuotaResult.Exhausted.class);
    }

    @Test
    void saysWhetherAClaimWouldFitUnderOtherBandsAndChangesNothing() {
        RateLimitStore store = rates();
        take(store, ONE, 2, NOW);
        assertThat(store.account(ONE).wouldFit(rate(3, 1), NOW)).isTrue();
        assertThat(store.account(ONE).wouldFit(rate(3, 2), NOW)).isFalse();
        assertThat(store.account(ONE).wouldFit(rate(2, 0), NOW)).isFalse();
        assertThat(store.account(TWO).wouldFit(rate(3, 3), NOW)).isTrue();
        assertThat(store.account(TWO).wouldFit(rate(3, 4), NOW)).isFalse();
        assertThat(store.account(ONE).state(rate(2, 1), NOW).remaining()).isZero();
    }

    private static QuotaClaim claim(CounterId counter, long ceiling, long units) {
        return new QuotaClaim(counter, WINDOW, ceiling, units);
    }

    private static QuotaHold hold(QuotaStore store, LicenseId license, QuotaClaim claim) {
        return (QuotaHold) store.account(license).reserve(List.of(claim), NOW);
    }

    private static RateClaim rate(long burst, long permits) {
        RateLimit limit = new RateLimit("burst", null, List.of(new Band(2, Duration.ofSeconds(1), burst)));
        return new RateClaim(BURST, limit, permits);
    }

    private static RateHold take(RateLimitStore store, LicenseId license, long permits, long now) {
        return (RateHold)
                store.account(license).take(List.of(new ConcurrencyClaim(PARALLEL, 5)), List.of(rate(2, permits)), now);
    }
}
