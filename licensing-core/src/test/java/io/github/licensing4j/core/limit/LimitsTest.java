package io.github.licensing4j.core.limit;

import static io.github.licensing4j.core.limit.LimitFixture.OK;
import static io.github.licensing4j.core.limit.LimitFixture.burst;
import static io.github.licensing4j.core.limit.LimitFixture.monthly;
import static io.github.licensing4j.core.limit.LimitFixture.monthlyOf;
import static io.github.licensing4j.core.limit.LimitFixture.parallel;
import static io.github.licensing4j.core.limit.LimitFixture.withOverage;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What passes, what is refused, and what a refusal says. */
class LimitsTest {
    private final LimitFixture fixture = new LimitFixture();

    @Test
    void grantsExactlyTheQuotaAndSaysWhenItResets() {
        List<Limit> sheet = List.of(monthly(3));
        for (int i = 0; i < 3; i++) {
            LimitFixture.settle(fixture.granted(sheet), OK);
        }
        Exceeded refused = fixture.refused(sheet);
        assertThat(refused.code()).isEqualTo(RefusalCode.QUOTA_EXHAUSTED);
        assertThat(refused.refused().used()).isEqualTo(3);
        assertThat(refused.refused().remaining()).isZero();
        assertThat(refused.retryAt()).isEqualTo("2026-04-01T00:00:00Z");
        assertThat(refused.refused().resetsAt()).isEqualTo("2026-04-01T00:00:00Z");
    }

    @Test
    void startsAfreshInTheNextPeriod() {
        List<Limit> sheet = List.of(monthly(1));
        LimitFixture.settle(fixture.granted(sheet), OK);
        fixture.refused(sheet);
        fixture.clock.set("2026-04-01T00:00:00Z");
        fixture.granted(sheet);
    }

    @Test
    @Tag("rule-3.12")
    void aClockSetBackOpensNoFreshPeriod() {
        List<Limit> sheet = List.of(monthly(1));
        fixture.clock.set("2026-04-02T00:00:00Z");
        LimitFixture.settle(fixture.granted(sheet), OK);
        fixture.clock.set("2026-02-02T00:00:00Z");
        fixture.refused(sheet);
    }

    @Test
    @Tag("rule-3.1")
    void aRefusalByTheQuotaGivesBackRateAndConcurrency() {
        List<Limit> sheet = List.of(burst(1, 5), monthly(0), parallel(2));
        for (int i = 0; i < 20; i++) {
            assertThat(fixture.refused(sheet).code()).isEqualTo(RefusalCode.QUOTA_EXHAUSTED);
        }
        assertThat(fixture.used(burst(1, 5))).isZero();
        assertThat(fixture.used(parallel(2))).isZero();
    }

    @Test
    @Tag("rule-3.1")
    void releasesCallsThatARateRefuses() {
        List<Limit> sheet = List.of(parallel(9), burst(1, 2));
        LimitFixture.settle(fixture.granted(sheet), OK);
        LimitFixture.settle(fixture.granted(sheet), OK);
        for (int i = 0; i < 20; i++) {
            assertThat(fixture.refused(sheet).code()).isEqualTo(RefusalCode.RATE_LIMITED);
        }
        assertThat(fixture.used(parallel(9))).isZero();
    }

    @Test
    @Tag("rule-3.1")
    void takesNoPermitsOfCallsBeyondConcurrency() {
        List<Limit> sheet = List.of(parallel(1), burst(1, 5));
        fixture.granted(sheet);
        for (int i = 0; i < 20; i++) {
            assertThat(fixture.refused(sheet).code()).isEqualTo(RefusalCode.CONCURRENCY_EXCEEDED);
        }
        assertThat(fixture.used(burst(1, 5))).isEqualTo(1);
    }

    @Test
    @Tag("rule-3.1")
    void aRefusalByTheRateTakesNothingOfTheQuota() {
        List<Limit> sheet = List.of(monthly(10), burst(1, 2));
        LimitFixture.settle(fixture.granted(sheet), OK);
        LimitFixture.settle(fixture.granted(sheet), OK);
        Exceeded refused = fixture.refused(sheet);
        assertThat(refused.code()).isEqualTo(RefusalCode.RATE_LIMITED);
        assertThat(refused.retryAt()).isEqualTo("2026-03-10T12:00:01Z");
        assertThat(refused.all()).extracting(status -> status.limit().name()).containsExactly("monthly", "burst");
        assertThat(fixture.used(monthly(10))).isEqualTo(2);
    }

    @Test
    @Tag("rule-3.1")
    void ofTwoQuotasTheOneThatPassesIsNotConsumedByTheOneThatRefuses() {
        QuotaLimit daily = new QuotaLimit("daily", Charge.CALLS, 1, ContractPeriod.parse("P1D"), List.of(), null);
        List<Limit> sheet = List.of(monthly(10), daily);
        LimitFixture.settle(fixture.granted(sheet), OK);
        assertThat(fixture.refused(sheet).refused().limit()).isEqualTo(daily);
        assertThat(fixture.used(monthly(10))).isEqualTo(1);
    }

    @Test
    @Tag("rule-3.9")
    void aDeclaredMeterWithNothingLeftRefusesEvenAtZero() {
        assertThat(fixture.refused(List.of(monthlyOf("tokens", 0)), new Charge("tokens", 0, 0, ChargeOn.NOT_5XX))
                        .code())
                .isEqualTo(RefusalCode.QUOTA_EXHAUSTED);
    }

    @Test
    @Tag("rule-3.9")
    void aCostAboveWhatRemainsIsRefusedWhole() {
        List<Limit> sheet = List.of(monthly(10));
        LimitFixture.settle(fixture.granted(sheet, Charge.of(Charge.CALLS, 8)), OK);
        fixture.refused(sheet, Charge.of(Charge.CALLS, 3));
        assertThat(fixture.used(monthly(10))).isEqualTo(8);
        fixture.granted(sheet, Charge.of(Charge.CALLS, 2));
    }

    @Test
    @Tag("rule-3.9")
    void aCostAboveTheWholeAmountNamesNoTimeToTryAgain() {
        assertThat(fixture.refused(List.of(monthly(10)), Charge.of(Charge.CALLS, 11))
                        .retryAt())
                .isNull();
    }

    @Test
    void aLimitOnAMeterTheCallDoesNotChargeDoesNotApply() {
        LimitDecision decision = fixture.call(List.of(monthlyOf("tokens", 0), monthly(1)));
        assertThat(((LimitHold) decision).statuses())
                .extracting(status -> status.limit().name())
                .containsExactly("monthly");
    }

    @Test
    void allBandsOfARateMustHaveThePermit() {
        RateLimit two = new RateLimit(
                "burst",
                null,
                List.of(new Band(10, Duration.ofSeconds(1), 10), new Band(12, Duration.ofMinutes(1), 12)));
        for (int i = 0; i < 10; i++) {
            fixture.granted(List.of(two));
        }
        fixture.refused(List.of(two));
        fixture.clock.advance(Duration.ofSeconds(1));
        fixture.granted(List.of(two));
        fixture.granted(List.of(two));
        // The second band is empty now, although the first has eight left.
        Exceeded refused = fixture.refused(List.of(two));
        assertThat(refused.refused().remaining()).isZero();
        assertThat(refused.retryAt()).isEqualTo("2026-03-10T12:00:05Z");
    }

    @Test
    void aRateOnAMeterTakesItsUnits() {
        RateLimit tokens = new RateLimit("burst", "tokens", List.of(new Band(10, Duration.ofSeconds(1), 10)));
        fixture.granted(List.of(tokens), Charge.of("tokens", 8));
        fixture.refused(List.of(tokens), Charge.of("tokens", 3));
        fixture.granted(List.of(tokens));
    }

    @Test
    @Tag("rule-3.8")
    void overageIsCountedUpToItsCapAndNoticed() {
        List<Limit> sheet = List.of(withOverage(10, 5));
        assertThat(notices(sheet, 7)).isEmpty();
        assertThat(notices(sheet, 1)).containsExactly("quota-80");
        assertThat(notices(sheet, 2)).containsExactly("quota-100");
        assertThat(notices(sheet, 5)).containsExactly("quota-100", "over-soft-limit");
        fixture.refused(sheet);
    }

    @Test
    void knowsWhichOtherLimitsWouldHaveGrantedTheCall() {
        List<Limit> free = List.of(burst(1, 2), monthly(2));
        LimitFixture.settle(fixture.granted(free), OK);
        LimitFixture.settle(fixture.granted(free), OK);
        LimitRequest refused = fixture.asking(free);
        assertThat(fixture.limits.reserve(fixture.account, refused)).isInstanceOf(Exceeded.class);
        assertThat(fixture.limits.wouldGrant(fixture.account, fixture.asking(List.of(burst(1, 3), monthly(3)))))
                .isTrue();
        assertThat(fixture.limits.wouldGrant(fixture.account, fixture.asking(List.of(burst(1, 3), monthly(2)))))
                .isFalse();
        assertThat(fixture.limits.wouldGrant(fixture.account, fixture.asking(List.of(burst(1, 2), monthly(3)))))
                .isFalse();
        assertThat(fixture.limits.wouldGrant(fixture.account, fixture.asking(List.of(parallel(1)))))
                .isTrue();
    }

    @Test
    void showsTheRateAsItStandsAndWhenItIsFull() {
        fixture.granted(List.of(burst(10, 20)));
        LimitStatus status = fixture.limits
                .peek(fixture.account, fixture.asking(List.of(burst(10, 20))))
                .get(0);
        assertThat(status.remaining()).isEqualTo(19);
        assertThat(status.used()).isEqualTo(1);
        assertThat(status.resetsAt()).isEqualTo(Instant.parse("2026-03-10T12:00:00.100Z"));
    }

    private List<String> notices(List<Limit> sheet, long units) {
        LimitHold reserved = (LimitHold) fixture.call(sheet, Charge.of(Charge.CALLS, units));
        LimitFixture.settle(reserved, OK);
        return reserved.notices();
    }
}
