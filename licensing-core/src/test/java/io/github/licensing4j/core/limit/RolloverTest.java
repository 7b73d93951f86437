package io.github.licensing4j.core.limit;

import static io.github.licensing4j.core.limit.LimitFixture.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Overage;
import io.github.licensing4j.QuotaLimit.Rollover;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.core.limit.quota.QuotaLevels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RolloverTest {
    private static final Duration MONTH = Duration.ofDays(31);
    private final LimitFixture fixture = new LimitFixture().beganAt(Instant.parse("2026-01-01T00:00:00Z"));

    @Test
    void unusedUnitsRollOverOnceUpToTheMost() {
        List<Limit> sheet = List.of(quota(100, 30, null));
        use(sheet, 80);
        fixture.clock.advance(MONTH);
        assertThat(status(sheet).remaining()).isEqualTo(120);
        use(sheet, 20);
        fixture.clock.advance(MONTH);
        // 80 of the amount itself were left, and what was carried is not carried again.
        assertThat(status(sheet).remaining()).isEqualTo(130);
        use(sheet, 115);
        fixture.clock.advance(MONTH);
        assertThat(status(sheet).remaining()).isEqualTo(100);
    }

    @Test
    void nothingRollsOverFromBeforeTheLicenseBegan() {
        fixture.beganAt(Instant.parse("2026-03-01T00:00:00Z"));
        List<Limit> sheet = List.of(quota(100, 30, null));
        assertThat(status(sheet).remaining()).isEqualTo(100);
        fixture.clock.advance(MONTH);
        assertThat(status(sheet).remaining()).isEqualTo(130);
    }

    @Test
    void nothingRollsOverForATokenAlone() {
        List<Limit> sheet = List.of(quota(100, 30, null));
        LimitFixture alone = new LimitFixture();
        alone.clock.advance(MONTH);
        assertThat(alone.limits.peek(alone.account, alone.asking(sheet)).get(0).remaining())
                .isEqualTo(100);
    }

    @Test
    void whatACallInFlightGivesBackRollsOverAtOnce() {
        List<Limit> sheet = List.of(quota(100, 100, null));
        LimitHold hold = fixture.granted(sheet, Charge.of(Charge.CALLS, 100));
        fixture.clock.advance(MONTH);
        assertThat(status(sheet).remaining()).isEqualTo(100);
        LimitFixture.settle(hold, LimitFixture.SERVER_ERROR);
        assertThat(status(sheet).remaining()).isEqualTo(200);
    }

    @Test
    void levelsAreOfTheAmountAndOverageBeginsBeyondWhatWasCarried() {
        List<Limit> sheet = List.of(quota(100, 30, new Overage(10, null)));
        fixture.clock.advance(MONTH);
        assertThat(notices(sheet, 80)).containsExactly("quota-80");
        assertThat(notices(sheet, 50)).containsExactly("quota-80");
        assertThat(notices(sheet, 1)).containsExactly("quota-80", "over-soft-limit");
        assertThat(status(sheet).remaining()).isEqualTo(9);
    }

    @Test
    void aFullStoreDoesNotForgetWhatMayNotRollOver() {
        LimitFixture one = new LimitFixture(1).beganAt(Instant.parse("2026-01-01T00:00:00Z"));
        List<Limit> sheet = List.of(quota(100, 100, null));
        LimitFixture.settle(one.granted(sheet, Charge.of(Charge.CALLS, 100)), OK);
        one.clock.advance(MONTH);
        LimitAccount other = one.limits.account(LimitFixture.license("lic_2").id());
        assertThat(one.limits.reserve(other, one.asking(sheet))).isInstanceOf(LimitDecision.Unavailable.class);
        assertThat(one.limits.peek(one.account, one.asking(sheet)).get(0).remaining())
                .isEqualTo(100);
    }

    @Test
    void saysWhichLevelsACounterCrossed() {
        QuotaLimit quota = quota(100, 30, null);
        assertThat(QuotaLevels.crossed(quota, 0, 79)).isEmpty();
        assertThat(QuotaLevels.crossed(quota, 79, 80)).containsExactly(80);
        assertThat(QuotaLevels.crossed(quota, 80, 99)).isEmpty();
        assertThat(QuotaLevels.crossed(quota, 0, 500)).containsExactly(80);
    }

    private List<String> notices(List<Limit> sheet, long units) {
        var reserved = (LimitHold) fixture.call(sheet, Charge.of(Charge.CALLS, units));
        LimitFixture.settle(reserved, OK);
        return reserved.notices();
    }

    private void use(List<Limit> sheet, long units) {
        LimitFixture.settle(fixture.granted(sheet, Charge.of(Charge.CALLS, units)), OK);
    }

    private LimitStatus status(List<Limit> sheet) {
        return fixture.limits.peek(fixture.account, fixture.asking(sheet)).get(0);
    }

    private static QuotaLimit quota(long amount, long max, @Nullable Overage overage) {
        return new QuotaLimit(
                "monthly",
                Charge.CALLS,
                amount,
                ContractPeriod.parse("P1M"),
                List.of(80),
                overage,
                new Rollover(max),
                Scope.LICENSE);
    }
}
