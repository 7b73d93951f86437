package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static io.github.licensing4j.core.MeteredFixture.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.Quantity;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.CreditGrantView;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.core.MeteredFixture.Kept;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Credits are granted by administrators and by plans, consumed in order, and voided. */
class CreditAdminTest extends UsageAdminFixture {
    @ParameterizedTest
    @EnumSource
    void grantsConsumesAndVoidsCreditsInOrder(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String license = fixture.license("pro@1");
            String key = fixture.key(license);
            CreditGrantView initial = fixture.usage().credits(license).get(0);
            assertThat(initial.amount()).isEqualTo(Quantity.of(5, "token"));
            assertThat(initial.times().expiresAt()).isEqualTo(Instant.parse("2027-03-10T12:00:00Z"));
            Instant soon = fixture.clock.instant().plus(Duration.ofDays(1));
            CreditGrantView first = fixture.usage().grant(license, grant("3", soon), BY);

            fixture.consume(key, 3);
            assertThat(fixture.usage().credits(license))
                    .extracting(one -> one.id() + " " + one.consumed())
                    .containsExactly(first.id() + " 3 token", initial.id() + " 1.5 token");

            CreditGrantView taken = fixture.usage().voidGrant(initial.id(), BY);
            assertThat(taken.consumed()).isEqualTo(Quantity.of("1.5", "token"));
            assertThat(taken.times().voidedAt()).isEqualTo(fixture.clock.instant());
            assertThat(fixture.call(key, TOKENS)).isEqualTo("credits-exhausted");
            fixture.usage().grant(license, grant("1.5", null), BY);
            fixture.consume(key, 1);
            assertThat(fixture.call(key, TOKENS)).isEqualTo("credits-exhausted");
            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(() -> fixture.usage().voidGrant(initial.id(), BY));
            assertAudited(fixture, license);
        }
    }

    private static void assertAudited(MeteredFixture fixture, String license) {
        assertThat(fixture.admin().audit().read(license, null, 100).items())
                .extracting(AuditEntryView::action)
                .containsExactlyInAnyOrder(
                        "license.created",
                        "credits.granted",
                        "key.created",
                        "credits.granted",
                        "credits.voided",
                        "credits.granted");
    }

    @ParameterizedTest
    @EnumSource
    void planGrantsInitialCreditsOnce(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String moved = fixture.license("free@1");
            assertThat(fixture.usage().credits(moved)).isEmpty();
            fixture.changePlan(moved, "pro@1", UsageTreatment.CARRY);
            assertThat(fixture.usage().credits(moved)).hasSize(1);
            fixture.changePlan(moved, "free@1", UsageTreatment.CARRY);
            fixture.changePlan(moved, "pro@1", UsageTreatment.CARRY);
            assertThat(fixture.usage().credits(moved)).hasSize(1);
            String tried =
                    fixture.admin().licenses().create(trial("tried@1"), BY).id();
            fixture.clock.advance(Duration.ofDays(14));
            fixture.tend();
            fixture.tend();
            assertThat(fixture.usage().credits(tried))
                    .extracting(one -> one.times().effectiveAt())
                    .containsExactly(fixture.clock.instant());
        }
    }

    private static NewLicense trial(String plan) {
        NewLicense bought = NewLicense.of("tester", PlanId.parse(plan));
        return new NewLicense(
                bought.customer(),
                bought.plan(),
                NewLicense.Purchase.TRIAL,
                bought.anchor(),
                bought.zone(),
                bought.startsAt(),
                bought.expiresAt(),
                bought.overrides(),
                bought.external(),
                bought.bindings());
    }
}
