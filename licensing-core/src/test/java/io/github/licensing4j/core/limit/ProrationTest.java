package io.github.licensing4j.core.limit;

import static io.github.licensing4j.core.limit.LimitFixture.burst;
import static io.github.licensing4j.core.limit.LimitFixture.license;
import static io.github.licensing4j.core.limit.LimitFixture.monthly;
import static io.github.licensing4j.core.limit.LimitFixture.monthlyOf;
import static io.github.licensing4j.core.limit.LimitFixture.withOverage;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.License;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Holder;
import io.github.licensing4j.spi.QuotaWindow;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a quota amounts to in the period that a change of plan divides. */
@Tag("rule-3.7")
class ProrationTest {
    /** The period of March, anchored on 1 January. */
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");

    private static final Instant APRIL = Instant.parse("2026-04-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        // old, new, length in s, change in ms after the start, amount
        "100, 1000, 10, 0, 1000",
        "100, 1000, 10, 999, 1000",
        "100, 1000, 10, 1000, 910",
        "100, 1000, 10, 9999, 190",
        "10, 7, 3, 1000, 7",
        "10, 7, 3, 2000, 8",
        "9000000000000000000, 9000000000000000000, 1000, 500000, 9000000000000000000",
        "100, 1000, 10, 12000, 100"
    })
    void mixesByWholeSecondsEachShareRoundedDown(long old, long fresh, long seconds, long changeMillis, long amount) {
        long start = MARCH.toEpochMilli();
        QuotaWindow period = new QuotaWindow(start, start + seconds * 1_000);
        assertThat(Proration.mix(old, fresh, period, start + changeMillis)).isEqualTo(amount);
    }

    @Test
    void dividesTheQuotaThatBothPlansHaveUntilItsPeriodEnds() {
        Proration mixed = of(List.of(monthly(31)), List.of(burst(1, 1), withOverage(310, 5)), "2026-03-11T00:00:00Z");
        assertThat(mixed.untilMillis()).isEqualTo(APRIL.toEpochMilli());
        assertThat(mixed.limits().get(0)).isEqualTo(burst(1, 1));
        assertThat(mixed.limits().get(1))
                .isEqualTo(new QuotaLimit(
                        "monthly",
                        Charge.CALLS,
                        10 + 210,
                        ContractPeriod.parse("P1M"),
                        List.of(80, 100),
                        new QuotaLimit.Overage(5, null)));
    }

    @Test
    void theShortestOfThePeriodsEndsIt() {
        QuotaLimit daily = daily("daily", 240);
        Proration mixed =
                of(List.of(monthly(31), daily), List.of(daily("daily", 480), monthly(62)), "2026-03-15T06:00:00Z");
        assertThat(mixed.untilMillis())
                .isEqualTo(Instant.parse("2026-03-16T00:00:00Z").toEpochMilli());
        assertThat(mixed.limits()).first().isEqualTo(daily("daily", 60 + 360));
    }

    @Test
    void leavesWhatThePlanBeforeDidNotCountAlike() {
        List<Limit> after = List.of(monthly(310));
        for (Limit other : List.of(
                monthlyOf("tokens", 31),
                new QuotaLimit("monthly", "tokens", 31, ContractPeriod.parse("P1M"), List.of(), null),
                daily("monthly", 31),
                new QuotaLimit("another", Charge.CALLS, 31, ContractPeriod.parse("P1M"), List.of(), null),
                burst(1, 1))) {
            assertThat(of(List.of(other), after, "2026-03-11T00:00:00Z")).isEqualTo(Proration.none(after));
        }
    }

    @Test
    void aChangeInAnotherPeriodDividesNothing() {
        List<Limit> after = List.of(monthly(310));
        assertThat(of(List.of(monthly(31)), after, "2026-02-28T23:59:59.999Z")).isEqualTo(Proration.none(after));
        assertThat(Proration.none(after).untilMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theBudgetOfACustomerIsDividedByItsOwnPeriod() {
        License plain = license("lic_1");
        License license = new License(
                plain.id(),
                plain.customer(),
                plain.plan(),
                plain.state(),
                Instant.parse("2026-01-20T00:00:00Z"),
                plain.zone(),
                null);
        // Not by the month of the license from 20 February: March has 31 days, 10 of them before.
        Proration mixed = Proration.of(
                license,
                List.of(budget(310)),
                List.of(budget(3_100)),
                Instant.parse("2026-03-11T00:00:00Z"),
                Instant.parse("2026-03-15T12:00:00Z").toEpochMilli());
        assertThat(mixed.limits()).containsExactly(budget(100 + 2_100));
        assertThat(mixed.untilMillis())
                .isEqualTo(Instant.parse("2026-04-01T00:00:00Z").toEpochMilli());
    }

    private static QuotaLimit budget(long amount) {
        return new QuotaLimit(
                "budget", Charge.CALLS, amount, ContractPeriod.parse("P1M"), List.of(), null, null, Holder.CUSTOMER);
    }

    private static QuotaLimit daily(String name, long amount) {
        return new QuotaLimit(name, Charge.CALLS, amount, ContractPeriod.parse("P1D"), List.of(), null);
    }

    private static Proration of(List<Limit> before, List<Limit> after, String at) {
        long now = Instant.parse("2026-03-15T12:00:00Z").toEpochMilli();
        return Proration.of(license("lic_1"), before, after, Instant.parse(at), now);
    }
}
