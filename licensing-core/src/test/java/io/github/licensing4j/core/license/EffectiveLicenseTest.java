package io.github.licensing4j.core.license;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.core.license.EffectiveLicense.EndedPlan;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.Debt;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The state of a record at an instant, for every combination of its fields. */
class EffectiveLicenseTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant CREATED = NOW.minusSeconds(100);
    private static final List<@Nullable Instant> TIMES =
            Arrays.asList(null, NOW.minusMillis(1), NOW, NOW.plusMillis(1));
    private static final PlanId FREE = PlanId.parse("free@1");
    private static final PlanId PRO = PlanId.parse("pro@1");
    private static final PlanId GOLD = PlanId.parse("gold@1");
    private static final PlanId READ_ONLY = PlanId.parse("read@1");

    /** Revoked, cancelled, expired, hold, debt since, grace end, trial end: each absent, past, now or ahead. */
    @Test
    void findsStateForAllTimestampCombinations() {
        int[] combinations = {0};
        each(revoked -> each(cancelled -> each(expires -> each(hold -> each(since -> each(grace -> each(trial -> {
            LicenseRecord license = license()
                    .edit(CREATED)
                    .revokedAt(revoked)
                    .cancelledAt(cancelled)
                    .expiresAt(expires)
                    .suspendedAt(hold)
                    .debt(since == null || grace == null ? null : new Debt(since, grace, null))
                    .trial(trial == null ? null : new Trial(trial, FREE))
                    .done();
            assertThat(EffectiveLicense.at(license, NOW).state())
                    .as("%s", license)
                    .isEqualTo(expected(license));
            combinations[0]++;
        })))))));
        assertThat(combinations[0]).isEqualTo(16_384);
    }

    private static LicenseState expected(LicenseRecord license) {
        List<LicenseState> holding = new ArrayList<>(List.of(LicenseState.ACTIVE));
        Debt debt = license.debt();
        Trial trial = license.pinned().trial();
        addIf(past(license.blocks().revokedAt()), LicenseState.REVOKED, holding);
        addIf(past(license.blocks().cancelledAt()), LicenseState.CANCELLED, holding);
        addIf(past(license.dates().expiresAt()), LicenseState.EXPIRED, holding);
        addIf(past(license.blocks().suspendedAt()), LicenseState.SUSPENDED, holding);
        addIf(debt != null && past(debt.graceEndsAt()), LicenseState.SUSPENDED, holding);
        addIf(debt != null && past(debt.since()), LicenseState.PAST_DUE, holding);
        addIf(trial != null && !past(trial.endsAt()), LicenseState.TRIALING, holding);
        return holding.stream().min(LicenseState::compareTo).orElseThrow();
    }

    private static void addIf(boolean holds, LicenseState state, List<LicenseState> holding) {
        if (holds) {
            holding.add(state);
        }
    }

    private static boolean past(@Nullable Instant at) {
        return at != null && at.compareTo(NOW) <= 0;
    }

    private static void each(Consumer<@Nullable Instant> use) {
        TIMES.forEach(use);
    }

    @Test
    void isValidUntilNextTimestamp() {
        Instant later = NOW.plusSeconds(60);
        assertThat(EffectiveLicense.at(
                                license()
                                        .edit(NOW)
                                        .cancelledAt(later)
                                        .expiresAt(NOW.plusSeconds(90))
                                        .suspendedAt(NOW.minusSeconds(5))
                                        .done(),
                                NOW)
                        .until())
                .isEqualTo(later);
        assertThat(EffectiveLicense.at(license().edit(NOW).expiresAt(NOW).done(), NOW)
                        .until())
                .isEqualTo(Instant.MAX);
    }

    @Test
    void trialEndsWithFreshPeriodOfFallback() {
        LicenseRecord trying = license().edit(NOW).trial(new Trial(NOW, FREE)).done();
        EffectiveLicense before = EffectiveLicense.at(trying, NOW.minusMillis(1));
        assertThat(before.plan()).isEqualTo(PRO);
        assertThat(before.anchor()).isEqualTo(CREATED);
        assertThat(before.until()).isEqualTo(NOW);
        EffectiveLicense after = EffectiveLicense.at(trying, NOW);
        assertThat(after.plan()).isEqualTo(FREE);
        assertThat(after.anchor()).isEqualTo(NOW);
        assertThat(after.state()).isEqualTo(LicenseState.ACTIVE);
    }

    @Test
    void planChangeTakesEffectAtItsInstant() {
        for (UsageTreatment usage : UsageTreatment.values()) {
            LicenseRecord license = license()
                    .edit(NOW)
                    .change(new PlanChange(PRO, GOLD, NOW, usage))
                    .done();
            assertThat(EffectiveLicense.at(license, NOW.minusMillis(1)).plan()).isEqualTo(PRO);
            EffectiveLicense after = EffectiveLicense.at(license, NOW);
            assertThat(after.plan()).isEqualTo(GOLD);
            assertThat(after.anchor()).isEqualTo(usage == UsageTreatment.FRESH ? NOW : CREATED);
            assertThat(after.ended()).containsExactly(new EndedPlan(PRO, NOW, usage));
        }
    }

    @Test
    void reducedAccessHoldsForTheGraceAlone() {
        LicenseRecord owing = license()
                .edit(NOW)
                .debt(new Debt(NOW, NOW.plusSeconds(10), READ_ONLY))
                .done();
        assertThat(EffectiveLicense.at(owing, NOW.minusMillis(1)).terms()).isEqualTo(PRO);
        assertThat(EffectiveLicense.at(owing, NOW).terms()).isEqualTo(READ_ONLY);
        assertThat(EffectiveLicense.at(owing, NOW).plan()).isEqualTo(PRO);
        EffectiveLicense over = EffectiveLicense.at(owing, NOW.plusSeconds(10));
        assertThat(over.state()).isEqualTo(LicenseState.SUSPENDED);
        assertThat(over.owes()).isTrue();
    }

    @Test
    void aHoldIsNoDebt() {
        EffectiveLicense held =
                EffectiveLicense.at(license().edit(NOW).suspendedAt(NOW).done(), NOW);
        assertThat(held.state()).isEqualTo(LicenseState.SUSPENDED);
        assertThat(held.owes()).isFalse();
    }

    private static LicenseRecord license() {
        return LicenseRecord.of(new LicenseId("https://issuer", "lic_1"), "acme", PRO, CREATED, ZoneOffset.UTC);
    }
}
