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
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.EarlierTerms;
import io.github.licensing4j.spi.EarlierTerms.QuotaAmount;
import io.github.licensing4j.spi.QuotaWindow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
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
        List<EarlierTerms> earlier = List.of(
                earlier(List.of(monthly(old)), Instant.ofEpochMilli(start + changeMillis), UsageTreatment.PRORATE));
        long after = start + Math.max(changeMillis, seconds * 1_000 - 1);
        assertThat(Proration.amount(CounterId.ofQuota(monthly(1), "monthly"), fresh, earlier, period, after))
                .isEqualTo(amount);
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
    @Tag("4.1.9")
    void quotaThatOldPlanLackedCountsAsZero() {
        List<Limit> after = List.of(monthly(310));
        for (Limit other : List.of(
                monthlyOf("tokens", 31),
                new QuotaLimit("monthly", "tokens", 31, ContractPeriod.parse("P1M"), List.of(), null),
                daily("monthly", 31),
                new QuotaLimit("another", Charge.CALLS, 31, ContractPeriod.parse("P1M"), List.of(), null),
                burst(1, 1))) {
            // 21 of 31 days of 310.
            assertThat(of(List.of(other), after, "2026-03-11T00:00:00Z").limits())
                    .containsExactly(monthly(210));
        }
    }

    @Test
    void aChangeInAnotherPeriodDividesNothing() {
        List<Limit> after = List.of(monthly(310));
        // Only what is left of February is reckoned from 27 of 28 days of 31, and the last millisecond of 310.
        assertThat(of(List.of(monthly(31)), after, "2026-02-28T23:59:59.999Z").limits())
                .isEqualTo(after);
        assertThat(Proration.none(after).untilMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theQuotaOfACustomerIsDividedInTheCalendarMonthItCountsInWhateverTheAnchor() {
        License anchoredOnThe15th = new License(
                new LicenseId("https://issuer", "lic_1"),
                "acme",
                new PlanId("pro", 2),
                LicenseState.ACTIVE,
                Instant.parse("2026-01-15T00:00:00Z"),
                ZoneId.of("Asia/Tokyo"),
                null);
        List<Limit> before = List.of(monthlyFor(Scope.CUSTOMER, 310));
        List<Limit> after = List.of(monthlyFor(Scope.CUSTOMER, 620));
        Instant onThe20th = Instant.parse("2026-03-20T00:00:00Z");
        Proration mixed = changed(anchoredOnThe15th, before, onThe20th, millis("2026-03-21T12:00:00Z"))
                .of(after);
        // 19 of March's 31 days on the old plan, 12 on the new one.
        assertThat(mixed)
                .isEqualTo(new Proration(
                        List.of(monthlyFor(Scope.CUSTOMER, 190 + 240)), Map.of("monthly", 310L), APRIL.toEpochMilli()));
        assertThat(changed(anchoredOnThe15th, before, onThe20th, APRIL.toEpochMilli())
                        .of(after)
                        .limits())
                .isEqualTo(after);
    }

    @Test
    void aQuotaThatCountsForAnotherIsAnotherQuota() {
        List<Limit> after = List.of(monthlyFor(Scope.CUSTOMER, 620));
        for (Scope other : List.of(Scope.LICENSE, Scope.KEY, Scope.USER)) {
            assertThat(of(List.of(monthlyFor(other, 310)), after, "2026-03-11T00:00:00Z")
                            .limits())
                    .containsExactly(monthlyFor(Scope.CUSTOMER, 420));
        }
    }

    private static QuotaLimit monthlyFor(Scope of, long amount) {
        return new QuotaLimit("monthly", Charge.CALLS, amount, ContractPeriod.parse("P1M"), List.of(), null, null, of);
    }

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    private static QuotaLimit daily(String name, long amount) {
        return new QuotaLimit(name, Charge.CALLS, amount, ContractPeriod.parse("P1D"), List.of(), null);
    }

    private static Proration of(List<Limit> before, List<Limit> after, String at) {
        long now = Instant.parse("2026-03-15T12:00:00Z").toEpochMilli();
        return changed(license("lic_1"), before, Instant.parse(at), now).of(after);
    }

    private static Proration.Basis changed(License license, List<Limit> before, Instant at, long now) {
        return new Proration.Basis(license, List.of(earlier(before, at, UsageTreatment.PRORATE)), Limit::name, now);
    }

    private static EarlierTerms earlier(List<Limit> limits, Instant until, UsageTreatment usage) {
        List<QuotaAmount> quotas = limits.stream()
                .filter(QuotaLimit.class::isInstance)
                .map(QuotaLimit.class::cast)
                .map(quota -> new QuotaAmount(CounterId.ofQuota(quota, quota.name()), quota.amount()))
                .toList();
        return new EarlierTerms(new PlanId("old", 1), until, usage, null, quotas);
    }
}
