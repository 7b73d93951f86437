package io.github.licensing4j.core.limit;

import static io.github.licensing4j.core.limit.LimitFixture.OK;
import static io.github.licensing4j.core.limit.LimitFixture.SERVER_ERROR;
import static io.github.licensing4j.core.limit.LimitFixture.burst;
import static io.github.licensing4j.core.limit.LimitFixture.monthly;
import static io.github.licensing4j.core.limit.LimitFixture.monthlyOf;
import static io.github.licensing4j.core.limit.LimitFixture.parallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Quantity;
import io.github.licensing4j.RefusalCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a call is charged once it has ended. */
class LimitSettlingTest {
    private final LimitFixture fixture = new LimitFixture();

    @Test
    @Tag("rule-3.5")
    void rateTokensAreNotGivenBackAfterAGrant() {
        LimitFixture.settle(fixture.granted(List.of(burst(1, 5))), SERVER_ERROR);
        assertThat(fixture.used(burst(1, 5))).isEqualTo(1);
    }

    @ParameterizedTest
    @Tag("rule-3.5")
    @CsvSource({
        "NOT_5XX, 200, 7", "NOT_5XX, 404, 7", "NOT_5XX, 500, 0", "NOT_5XX, 503, 0",
        "SUCCESS, 200, 7", "SUCCESS, 302, 7", "SUCCESS, 400, 0", "SUCCESS, 500, 0",
        "ATTEMPT, 200, 7", "ATTEMPT, 500, 7"
    })
    void chargesByOutcome(ChargeOn chargeOn, int status, long used) {
        LimitFixture.settle(
                fixture.granted(List.of(monthly(100)), new Charge(Charge.CALLS, 7, 0, chargeOn)),
                new Outcome(status, 0));
        assertThat(fixture.used(monthly(100))).isEqualTo(used);
    }

    @Test
    @Tag("rule-3.5")
    void settlingGivesBackWhatWasNotUsed() {
        List<Limit> sheet = List.of(monthlyOf("tokens", 100));
        LimitHold hold = fixture.granted(sheet, new Charge("tokens", 5, 60, ChargeOn.NOT_5XX));
        assertThat(fixture.used(monthlyOf("tokens", 100))).isEqualTo(65);
        hold.charge("tokens", 20);
        hold.charge("tokens", 3);
        LimitFixture.settle(hold, OK);
        assertThat(fixture.used(monthlyOf("tokens", 100))).isEqualTo(28);
    }

    @Test
    @Tag("rule-3.5")
    void usingMoreThanReservedIsRecordedInFullAndRefusesTheNextCall() {
        List<Limit> sheet = List.of(monthlyOf("tokens", 100));
        Charge reported = new Charge("tokens", 0, 0, ChargeOn.NOT_5XX);
        LimitHold hold = fixture.granted(sheet, reported);
        hold.charge("tokens", 150);
        LimitFixture.settle(hold, OK);
        assertThat(fixture.used(monthlyOf("tokens", 100))).isEqualTo(150);
        assertThat(fixture.refused(sheet, reported).code()).isEqualTo(RefusalCode.QUOTA_EXHAUSTED);
    }

    @Test
    @Tag("rule-3.9")
    void chargingAnUndeclaredMeterOrASettledCallIsAFaultOfTheHost() {
        LimitHold hold = fixture.granted(List.of(monthly(1)));
        assertThatIllegalStateException()
                .isThrownBy(() -> hold.charge("tokens", 1))
                .withMessageContaining("'tokens'");
        assertThatIllegalArgumentException().isThrownBy(() -> hold.charge(Charge.CALLS, -1));
        LimitFixture.settle(hold, OK);
        assertThatIllegalStateException().isThrownBy(() -> hold.charge(Charge.CALLS, 1));
    }

    @Test
    @Tag("4.1.9")
    void refusesReportBeyondMostOfCall() {
        List<Limit> sheet = List.of(monthlyOf("tokens", 2 * Charge.MAX_SMALLEST));
        LimitHold hold = fixture.granted(sheet, new Charge("tokens", 3, 0, ChargeOn.NOT_5XX));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hold.charge("tokens", Long.MAX_VALUE))
                .withMessageContaining("1000000000000000 of 'tokens'");
        hold.charge("tokens", Charge.MAX_SMALLEST - 4);
        assertThatIllegalArgumentException().isThrownBy(() -> hold.charge("tokens", 2));
        assertThatIllegalArgumentException().isThrownBy(() -> hold.charge("tokens", Quantity.smallest(2)));
        hold.charge("tokens", 1);
        LimitFixture.settle(hold, OK);
        assertThat(fixture.used(sheet.get(0))).isEqualTo(Charge.MAX_SMALLEST);
    }

    @Test
    void settlesOnlyOnce() {
        LimitHold hold = fixture.granted(List.of(monthly(10), parallel(2)));
        assertThat(LimitFixture.settle(hold, OK)).isTrue();
        assertThat(LimitFixture.settle(hold, SERVER_ERROR)).isFalse();
        assertThat(fixture.used(monthly(10))).isEqualTo(1);
        assertThat(fixture.used(parallel(2))).isZero();
    }

    @Test
    void measuresResponseBytesWithoutAnyDeclaration() {
        LimitFixture measuring = new LimitFixture().measuring("egress", Measure.RESPONSE_BYTES);
        List<Limit> sheet = List.of(monthlyOf("egress", 1000));
        LimitFixture.settle(measuring.granted(sheet), new Outcome(200, 1200));
        assertThat(measuring.used(monthlyOf("egress", 1000))).isEqualTo(1200);
        assertThat(measuring.refused(sheet).code()).isEqualTo(RefusalCode.QUOTA_EXHAUSTED);
    }

    @Test
    void measuresWallTimeFromDecisionToSettlement() {
        LimitFixture measuring = new LimitFixture().measuring("compute", Measure.WALL_TIME);
        LimitHold hold = measuring.granted(List.of(monthlyOf("compute", 1000)));
        measuring.clock.advance(Duration.ofMillis(340));
        LimitFixture.settle(hold, OK);
        assertThat(measuring.used(monthlyOf("compute", 1000))).isEqualTo(340);
    }

    @Test
    @Tag("rule-3.13")
    void aReservationSettlesIntoThePeriodItWasMadeIn() {
        List<Limit> sheet = List.of(monthly(1));
        LimitHold hold = fixture.granted(sheet);
        fixture.clock.set("2026-04-01T00:00:01Z");
        LimitHold next = fixture.granted(sheet);
        LimitFixture.settle(hold, SERVER_ERROR);
        assertThat(fixture.used(monthly(1))).isEqualTo(1);
        LimitFixture.settle(next, OK);
        fixture.refused(sheet);
    }
}
