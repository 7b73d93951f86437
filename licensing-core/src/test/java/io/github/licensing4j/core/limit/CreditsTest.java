package io.github.licensing4j.core.limit;

import static io.github.licensing4j.core.limit.LimitFixture.OK;
import static io.github.licensing4j.core.limit.LimitFixture.SERVER_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import io.github.licensing4j.core.limit.credits.Credits;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.CreditsClaim;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CreditsTest {
    private static final CreditsLimit PREPAID = new CreditsLimit("prepaid", "tokens", 0, null);
    private final LimitFixture fixture = new LimitFixture();
    private final Instant now = fixture.clock.instant();

    @Test
    void consumesGrantsByPriorityThenExpiryThenAge() {
        fixture.granting(
                grant("crd_late", 10, 1, now.plusSeconds(900)),
                grant("crd_soon", 10, 1, now.plusSeconds(500)),
                grant("crd_first", 10, 0, null));
        List<String> consumed = new ArrayList<>();
        LimitFixture.settle(fixture.granted(List.of(PREPAID), units(25)), OK, use -> {
            for (int i = 0; i < use.counters(); i++) {
                consumed.add(use.counter(i).per() + "=" + use.counted(i));
            }
        });
        assertThat(consumed).containsExactly("crd_first=10", "crd_soon=10", "crd_late=5");
    }

    @Test
    @Tag("rule-3.9")
    void anEmptyBalanceRefusesEvenACallWithoutUnits() {
        fixture.granting(grant("crd_1", 5, 0, null));
        LimitFixture.settle(fixture.granted(List.of(PREPAID), units(5)), OK);
        Exceeded exceeded = fixture.refused(List.of(PREPAID), units(0));
        assertThat(exceeded.code()).isEqualTo(RefusalCode.CREDITS_EXHAUSTED);
        assertThat(exceeded.retryAt()).isNull();
    }

    @Test
    @Tag("rule-3.9")
    void aLicenseWithoutGrantsIsRefused() {
        assertThat(fixture.refused(List.of(PREPAID), units(0)).code()).isEqualTo(RefusalCode.CREDITS_EXHAUSTED);
    }

    @Test
    @Tag("rule-3.9")
    void aCostAboveTheBalanceIsRefusedWholeAndTakesNothing() {
        fixture.granting(grant("crd_1", 5, 0, null), grant("crd_2", 5, 1, null));
        assertThat(fixture.refused(List.of(PREPAID), units(11)).refused())
                .isEqualTo(new LimitStatus(PREPAID, 0, 10, null));
        LimitFixture.settle(fixture.granted(List.of(PREPAID), units(10)), OK);
    }

    @Test
    @Tag("rule-3.5")
    void whatIsUsedBeyondEveryGrantIsOwedByTheLastOneAndPaidByATopUp() {
        CreditGrant first = grant("crd_1", 5, 0, null);
        fixture.granting(first, grant("crd_2", 5, 1, null));
        LimitHold hold = fixture.granted(List.of(PREPAID), units(1));
        hold.charge("tokens", 16);
        LimitFixture.settle(hold, OK);
        assertThat(status()).isEqualTo(new LimitStatus(PREPAID, 17, 0, null));
        fixture.granting(first, grant("crd_2", 5, 1, null), grant("crd_3", 10, 2, null));
        assertThat(status().remaining()).isEqualTo(3);
        fixture.refused(List.of(PREPAID), units(4));
        LimitFixture.settle(fixture.granted(List.of(PREPAID), units(3)), OK);
    }

    @Test
    @Tag("rule-3.2")
    void aServerErrorGivesEverythingBack() {
        fixture.granting(grant("crd_1", 5, 0, null));
        LimitFixture.settle(fixture.granted(List.of(PREPAID), units(5)), SERVER_ERROR);
        assertThat(status().used()).isZero();
    }

    @Test
    void aGrantCountsFromWhenItIsEffectiveUntilItLapses() {
        CreditGrant later = new CreditGrant(
                "crd_1",
                LimitFixture.license("lic_1").id(),
                1,
                "prepaid",
                5,
                0,
                new CreditGrant.Times(now, now.plusSeconds(60), now.plusSeconds(120), null),
                null);
        fixture.granting(later);
        fixture.refused(List.of(PREPAID), units(1));
        fixture.clock.advance(Duration.ofSeconds(60));
        LimitFixture.settle(fixture.granted(List.of(PREPAID), units(1)), OK);
        assertThat(status()).isEqualTo(new LimitStatus(PREPAID, 1, 4, now.plusSeconds(120)));
        fixture.clock.advance(Duration.ofSeconds(60));
        fixture.refused(List.of(PREPAID), units(1));
    }

    @Test
    @Tag("rule-3.13")
    void settlesIntoTheGrantsOfItsDecisionEvenAfterTheyAreTakenBack() {
        CreditGrant taken = grant("crd_1", 10, 0, null);
        fixture.granting(taken);
        LimitHold hold = fixture.granted(List.of(PREPAID), units(4));
        fixture.granting(taken.voided(now), grant("crd_2", 10, 0, null));
        hold.charge("tokens", 2);
        List<String> consumed = new ArrayList<>();
        LimitFixture.settle(hold, OK, use -> consumed.add(use.counter(0).per() + "=" + use.counted(0)));
        assertThat(consumed).containsExactly("crd_1=6");
        assertThat(status().used()).isZero();
    }

    @Test
    void absurdUseOfTwoGrantsLeavesNothing() {
        fixture.granting(grant("crd_1", 5, 0, null), grant("crd_2", 5, 1, null));
        LimitFixture.settle(fixture.granted(List.of(PREPAID), units(10)), OK);
        correct("crd_1", Long.MAX_VALUE);
        correct("crd_2", Long.MAX_VALUE);

        assertThat(status()).isEqualTo(new LimitStatus(PREPAID, Long.MAX_VALUE, 0, null));
        fixture.refused(List.of(PREPAID), units(1));
    }

    private void correct(String grant, long units) {
        fixture.store
                .account(LimitFixture.license("lic_1").id())
                .adjust(
                        new CounterId("prepaid", "tokens", Limit.Kind.CREDITS, grant),
                        CreditsClaim.EVER,
                        units,
                        fixture.clock.millis());
    }

    @Test
    @Tag("rule-3.13")
    void correctionReachesLapsedGrantOfCallInFlight() {
        CreditGrant first = grant("crd_1", 10, 0, now.plusSeconds(60));
        fixture.granting(first, grant("crd_2", 10, 1, null));
        LimitHold hold = fixture.granted(List.of(PREPAID), units(10));
        fixture.clock.advance(Duration.ofMinutes(5));
        LimitFixture.settle(fixture.granted(List.of(PREPAID), units(1)), OK);

        correct("crd_1", -6);
        hold.charge("tokens", 4);
        List<String> consumed = new ArrayList<>();
        LimitFixture.settle(hold, OK, use -> consumed.add(use.counter(0).per() + "=" + use.counted(0)));

        assertThat(consumed).containsExactly("crd_1=14");
        assertThat(status().used()).isEqualTo(1);
    }

    @Test
    @Tag("rule-3.1")
    void aRefusalByCreditsGivesTheQuotaBack() {
        fixture.granting(grant("crd_1", 5, 0, null));
        Limit monthly = LimitFixture.monthlyOf("tokens", 100);
        fixture.refused(List.of(PREPAID, monthly), units(6));
        assertThat(fixture.used(monthly)).isZero();
    }

    @Test
    void aLicenseIsDueWhatAPlanStartsWithOnce() {
        CreditsLimit starting = new CreditsLimit("prepaid", "tokens", 50, ContractPeriod.parse("P1M"));
        var license = LimitFixture.license("lic_1");
        Instant at = Instant.parse("2026-01-31T10:00:00Z");
        List<CreditGrant> due =
                Credits.initialGrants(license, List.of(starting), Limit::name, Set.of(), at, () -> "crd_1");
        assertThat(due).singleElement().satisfies(grant -> {
            assertThat(grant.amount()).isEqualTo(50);
            assertThat(grant.times().effectiveAt()).isEqualTo(at);
            assertThat(grant.times().expiresAt()).isEqualTo(Instant.parse("2026-02-28T10:00:00Z"));
        });
        Set<String> had = Set.of(due.get(0).limit());
        assertThat(Credits.initialGrants(license, List.of(starting), Limit::name, had, at, () -> "crd_2"))
                .isEmpty();
    }

    @Test
    void aTokenAloneBringsItsCreditsWhichLapseOnlyFromAnAnchor() {
        CreditsLimit starting = new CreditsLimit("prepaid", "tokens", 50, ContractPeriod.parse("P1M"));
        var license = LimitFixture.license("lic_1");
        assertThat(Credits.ofToken(license, List.of(starting), Limit::name, null))
                .singleElement()
                .satisfies(grant -> {
                    assertThat(grant.times().effectiveAt()).isEqualTo(Instant.EPOCH);
                    assertThat(grant.times().expiresAt()).isNull();
                });
        assertThat(Credits.ofToken(license, List.of(starting), Limit::name, now))
                .singleElement()
                .satisfies(grant ->
                        assertThat(grant.times().expiresAt()).isEqualTo(Instant.parse("2026-04-10T12:00:00Z")));
    }

    @Test
    void aPlanWithCreditsWouldGrantWhatItStartsWith() {
        CreditsLimit starting = new CreditsLimit("prepaid", "tokens", 50, null);
        assertThat(fixture.limits.wouldGrant(fixture.account, fixture.asking(List.of(starting), units(50))))
                .isTrue();
        assertThat(fixture.limits.wouldGrant(fixture.account, fixture.asking(List.of(starting), units(51))))
                .isFalse();
    }

    private LimitStatus status() {
        return fixture.limits
                .peek(fixture.account, fixture.asking(List.of(PREPAID), units(0)))
                .get(0);
    }

    private static Charge units(long units) {
        return new Charge("tokens", units, 0, ChargeOn.NOT_5XX);
    }

    private CreditGrant grant(String id, long amount, int priority, @Nullable Instant expiresAt) {
        return new CreditGrant(
                id,
                LimitFixture.license("lic_1").id(),
                1,
                "prepaid",
                amount,
                priority,
                new CreditGrant.Times(now, now, expiresAt, null),
                null);
    }
}
