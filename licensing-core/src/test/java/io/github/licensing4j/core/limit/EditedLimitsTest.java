package io.github.licensing4j.core.limit;

import static io.github.licensing4j.core.limit.LimitFixture.OK;
import static io.github.licensing4j.core.limit.LimitFixture.burst;
import static io.github.licensing4j.core.limit.LimitFixture.monthly;
import static io.github.licensing4j.core.limit.LimitFixture.parallel;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RefusalCode;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Limits that change while they are counted. */
class EditedLimitsTest {
    private final LimitFixture fixture = new LimitFixture();

    @Test
    @Tag("rule-3.13")
    void editingAmountsKeepsWhatWasCounted() {
        LimitFixture.settle(fixture.granted(List.of(monthly(10)), Charge.of(Charge.CALLS, 6)), OK);
        assertThat(fixture.used(monthly(100))).isEqualTo(6);
        fixture.refused(List.of(monthly(5)));
    }

    @Test
    @Tag("rule-3.13")
    void anotherMeterPeriodOrNameStartsAnotherCounter() {
        LimitFixture.settle(fixture.granted(List.of(monthly(10)), Charge.of(Charge.CALLS, 6)), OK);
        QuotaLimit daily = new QuotaLimit("monthly", Charge.CALLS, 10, ContractPeriod.parse("P1D"), List.of(), null);
        assertThat(fixture.used(daily)).isZero();
    }

    @Test
    @Tag("rule-3.13")
    void anEditedRateKeepsTheShareThatWasLeft() {
        for (int i = 0; i < 5; i++) {
            fixture.granted(List.of(burst(10, 10)));
        }
        fixture.granted(List.of(burst(100, 100)));
        assertThat(fixture.used(burst(100, 100))).isEqualTo(51);
    }

    @Test
    @Tag("rule-3.13")
    void aLoweredConcurrencyRefusesUntilEnoughCallsHaveEnded() {
        LimitHold first = fixture.granted(List.of(parallel(3)));
        LimitHold second = fixture.granted(List.of(parallel(3)));
        fixture.granted(List.of(parallel(3)));
        assertThat(fixture.refused(List.of(parallel(2))).code()).isEqualTo(RefusalCode.CONCURRENCY_EXCEEDED);
        LimitFixture.settle(first, OK);
        fixture.refused(List.of(parallel(2)));
        LimitFixture.settle(second, OK);
        fixture.granted(List.of(parallel(2)));
    }
}
