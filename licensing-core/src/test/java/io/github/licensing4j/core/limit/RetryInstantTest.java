package io.github.licensing4j.core.limit;

import static io.github.licensing4j.core.limit.LimitFixture.OK;
import static io.github.licensing4j.core.limit.LimitFixture.monthly;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.Limit;
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

/** A refusal names the instant at which every limit lets the call through, not the one that refused first. */
@Tag("4.1.9")
class RetryInstantTest {
    private static final Instant NEXT_MONTH = Instant.parse("2026-04-01T00:00:00Z");
    private static final Instant NEXT_DAY = Instant.parse("2026-03-11T00:00:00Z");

    private final LimitFixture fixture = new LimitFixture();

    private static RateLimit rate(String name, Duration per) {
        return new RateLimit(name, null, List.of(new Band(1, per, 1)));
    }

    private static QuotaLimit daily(long amount) {
        return new QuotaLimit("daily", Charge.CALLS, amount, ContractPeriod.parse("P1D"), List.of(), null);
    }

    private Exceeded second(Limit... limits) {
        LimitFixture.settle(fixture.granted(List.of(limits)), OK);
        return fixture.refused(List.of(limits));
    }

    @Test
    void waitsForQuotaBehindRate() {
        Exceeded refused = second(rate("burst", Duration.ofSeconds(1)), monthly(1));
        assertThat(refused.code()).isEqualTo(RefusalCode.RATE_LIMITED);
        assertThat(refused.retryAt()).isEqualTo(NEXT_MONTH);
    }

    @Test
    void waitsForLatestQuota() {
        Exceeded refused = second(daily(1), monthly(1));
        assertThat(refused.refused().limit().name()).isEqualTo("daily");
        assertThat(refused.retryAt()).isEqualTo(NEXT_MONTH);
    }

    @Test
    void waitsForLatestRate() {
        Exceeded refused = second(rate("fast", Duration.ofSeconds(1)), rate("slow", Duration.ofHours(1)));
        assertThat(refused.refused().limit().name()).isEqualTo("fast");
        assertThat(refused.retryAt()).isEqualTo(fixture.clock.instant().plus(Duration.ofHours(1)));
    }

    @Test
    void waitsForRateBehindQuota() {
        RateLimit weekly = rate("weekly", Duration.ofDays(7));
        LimitFixture.settle(fixture.granted(List.of(weekly)), OK);
        LimitFixture.settle(fixture.granted(List.of(daily(1))), OK);
        assertThat(fixture.refused(List.of(daily(1), weekly)).retryAt())
                .isEqualTo(fixture.clock.instant().plus(Duration.ofDays(7)));
    }

    @Test
    void waitsForQuotaBehindCallsInFlight() {
        List<Limit> limits = List.of(new ConcurrencyLimit("parallel", 1), daily(2));
        LimitHold open = fixture.granted(limits);
        assertThat(fixture.refused(limits).retryAt()).isNull();
        LimitFixture.settle(fixture.granted(List.of(daily(2))), OK);
        Exceeded refused = fixture.refused(limits);
        assertThat(refused.code()).isEqualTo(RefusalCode.CONCURRENCY_EXCEEDED);
        assertThat(refused.retryAt()).isEqualTo(NEXT_DAY);
        LimitFixture.settle(open, OK);
    }

    @Test
    void namesNoInstantWhereOneLimitNeverFits() {
        CreditsLimit prepaid = new CreditsLimit("prepaid", Charge.CALLS, 0, null);
        LimitFixture.settle(fixture.granted(List.of(daily(1))), OK);
        Exceeded refused = fixture.refused(List.of(daily(1), prepaid));
        assertThat(refused.code()).isEqualTo(RefusalCode.QUOTA_EXHAUSTED);
        assertThat(refused.retryAt()).isNull();
        assertThat(fixture.refused(
                                List.of(rate("burst", Duration.ofSeconds(1)), monthly(1)), Charge.of(Charge.CALLS, 2))
                        .retryAt())
                .isNull();
    }

    @Test
    void limitsThatFitAddNothing() {
        assertThat(second(daily(1), monthly(100)).retryAt()).isEqualTo(NEXT_DAY);
    }
}
