package io.github.licensing4j.core.limit;

import static io.github.licensing4j.core.limit.LimitFixture.OK;
import static io.github.licensing4j.core.limit.LimitFixture.monthly;
import static io.github.licensing4j.core.limit.LimitFixture.monthlyOf;
import static io.github.licensing4j.core.limit.LimitFixture.withOverage;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits of one kind beside each other: each keeps to its own count and its own charge. */
class SeveralLimitsTest {
    private final LimitFixture fixture = new LimitFixture();

    private static RateLimit rate(String name, String meter, long permits) {
        return new RateLimit(name, meter, List.of(new Band(permits, Duration.ofHours(1), permits)));
    }

    @Test
    void twoOfEachKindReadAsTheyStand() {
        QuotaLimit daily = new QuotaLimit("daily", Charge.CALLS, 90, ContractPeriod.parse("P1D"), List.of(), null);
        List<Limit> sheet = List.of(
                new ConcurrencyLimit("all", 5),
                rate("calls", Charge.CALLS, 60),
                monthly(100),
                new ConcurrencyLimit("few", 3),
                rate("tokens", "tokens", 500),
                daily);
        Charge tokens = Charge.of("tokens", 40);
        LimitDecision decision = fixture.call(sheet, Charge.of(Charge.CALLS, 10), tokens);
        assertThat(((LimitHold) decision).statuses())
                .extracting(LimitStatus::remaining)
                .containsExactly(4L, 50L, 90L, 2L, 460L, 80L);
        assertThat(fixture.limits.peek(fixture.account, fixture.asking(sheet, tokens)))
                .extracting(LimitStatus::remaining)
                .containsExactly(4L, 50L, 90L, 2L, 460L, 80L);
    }

    @Test
    void aMeasuredMeterThatIsDeclaredTooIsChargedOnce() {
        LimitFixture measuring = new LimitFixture().measuring("egress", Measure.RESPONSE_BYTES);
        List<Limit> sheet = List.of(monthlyOf("egress", 1000));
        Charge declared = new Charge("egress", 0, 300, ChargeOn.NOT_5XX);
        assertThat(measuring.asking(sheet, declared).charges().size()).isEqualTo(2);
        LimitFixture.settle(measuring.granted(sheet, declared), new Outcome(200, 120));
        assertThat(measuring.used(monthlyOf("egress", 1000))).isEqualTo(120);
    }

    @Test
    void exactlyTheAmountIsNoOverage() {
        List<Limit> sheet = List.of(withOverage(10, 5));
        LimitHold reserved = (LimitHold) fixture.call(sheet, Charge.of(Charge.CALLS, 10));
        LimitFixture.settle(reserved, OK);
        assertThat(reserved.notices()).containsExactly("quota-100");
    }
}
