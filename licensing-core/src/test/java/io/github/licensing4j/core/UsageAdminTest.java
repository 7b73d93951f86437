package io.github.licensing4j.core;

import static io.github.licensing4j.core.MeteredFixture.CALL;
import static io.github.licensing4j.core.MeteredFixture.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Quantity;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.CreditGrantView;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.core.MeteredFixture.Kept;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Administration of usage takes effect at once and survives a restart, on a whole engine. */
class UsageAdminTest extends UsageAdminFixture {
    @ParameterizedTest
    @EnumSource
    void queriesUsageByIssuerAndLicense(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            fixture.calls(fixture.token("pro@1", "lic_self"), 3);
            assertThat(of(fixture, EngineFixture.ISSUER, "lic_self")).containsExactly(3L);
            assertThat(of(fixture, null, "lic_self")).containsExactly(3L);
            assertThat(of(fixture, "https://other.example", "lic_self")).isEmpty();
        }
    }

    private static List<Long> of(MeteredFixture fixture, @Nullable String issuer, String license) {
        return fixture
                .usage()
                .usage(UsageAdminFixture.charged(issuer, new UsageSelection(license, null, null, null)))
                .items()
                .stream()
                .map(UsageTotal::units)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aRepeatedRequestGrantsAndCorrectsOnce(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String license = fixture.license("pro@1");
            AdminContext granting = new AdminContext("ann", null, new AdminContext.Request("k1", "f1"));
            String granted =
                    fixture.usage().grant(license, grant("2", null), granting).id();
            assertThat(fixture.usage()
                            .grant(license, grant("2", null), granting)
                            .id())
                    .isEqualTo(granted);
            assertThat(fixture.usage().credits(license)).hasSize(2);
            AdminContext correcting = new AdminContext("ann", null, new AdminContext.Request("k2", "f2"));
            CorrectionRequest request = new CorrectionRequest("calls", BigDecimal.valueOf(4), null);
            String corrected =
                    fixture.usage().correct(license, request, correcting).id();
            assertThat(fixture.usage().correct(license, request, correcting).id())
                    .isEqualTo(corrected);
            assertThat(fixture.used(license, "monthly")).isEqualTo(4);
            assertThat(fixture.usage().corrections(license, null, 10).items()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void correctionTakesEffectAtOnce(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String license = fixture.license("pro@1");
            String key = fixture.key(license);
            fixture.correct(license, "2");
            fixture.calls(key, 10);
            fixture.correct(license, "18");
            assertThat(fixture.call(key, CALL)).isEqualTo("quota-exhausted");
            fixture.correct(license, "-1");
            fixture.calls(key, 1);
            assertThat(fixture.call(key, CALL)).isEqualTo("quota-exhausted");
            assertThat(fixture.totalCalls()).isEqualTo(30);
        }
    }

    @ParameterizedTest
    @EnumSource
    void correctsBudgetOfCustomerOnce(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String corrected = fixture.license("team@1");
            String other = fixture.license("team@1");
            String key = fixture.key(other);
            fixture.calls(key, 1);
            fixture.correctKey(corrected, "", "4");
            assertThat(fixture.call(key, CALL)).isEqualTo("quota-exhausted");
            fixture.correctKey(corrected, "", "-2");
            fixture.calls(key, 2);
            assertThat(fixture.call(key, CALL)).isEqualTo("quota-exhausted");
            assertThat(fixture.used(other, "shared")).isEqualTo(5);
        }
    }

    @Test
    void restartKeepsUsage() {
        try (MeteredFixture fixture = open(Kept.IN_FILES)) {
            String license = fixture.license("pro@1");
            String key = fixture.key(license);
            fixture.calls(key, 12);
            fixture.consume(key, 2);
            fixture.correct(license, "13");
            fixture.takeMessages();

            fixture.restart();

            assertThat(fixture.used(license, "monthly")).isEqualTo(27);
            assertThat(fixture.usage().credits(license))
                    .extracting(CreditGrantView::consumed)
                    .containsExactly(Quantity.of(3, "token"));
            fixture.correct(license, "-1");
            fixture.calls(key, 4);
            assertThat(fixture.call(key, CALL)).isEqualTo("quota-exhausted");
            fixture.correct(license, "-1");

            fixture.restart();

            assertThat(fixture.used(license, "monthly")).isEqualTo(29);
            fixture.consume(key, 1);
            assertThat(fixture.call(key, CALL)).isEqualTo("quota-exhausted");
            fixture.correct(license, "-3");
            fixture.calls(key, 1);
            assertThat(fixture.call(key, TOKENS)).isEqualTo("credits-exhausted");
            assertThat(fixture.totalCalls()).isEqualTo(28);
            assertThat(fixture.usage().reconcile().differences()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void invoiceAgreesWithManualCalculation(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String license = fixture.license("pro@1");
            String key = fixture.key(license);
            fixture.calls(key, 12);
            fixture.consume(key, 1);
            fixture.correct(license, "3");
            Invoice invoice = fixture.invoice(license, null);
            // 12 calls, one more that consumes tokens, and 3 by correction are 16: 6 beyond the 10, at 0.25 each.
            assertThat(invoice.total()).isEqualByComparingTo("50.50");
            assertThat(invoice.from()).isEqualTo(Instant.parse("2026-03-10T12:00:00Z"));
            assertThat(invoice.lines())
                    .extracting(line -> line.kind() + " " + line.quantity().toPlainString() + " " + line.amount())
                    .containsExactly(
                            "BASE 1 49.00",
                            "INCLUDED 10 0.00",
                            "OVERAGE 6 1.50",
                            "CREDITS_GRANTED 5 0.00",
                            "CREDITS_CONSUMED 1.5 0.00",
                            "CORRECTION 3 0.00");
        }
    }

    @Test
    void findsEarlierCountsAfterClockStepsBack() {
        try (MeteredFixture fixture = open(Kept.IN_FILES)) {
            String license = fixture.license("pro@1");
            String key = fixture.key(license);
            fixture.clock.advance(Duration.ofMinutes(10));
            fixture.calls(key, 12);
            fixture.clock.set("2026-03-10T11:30:00Z");
            fixture.restart();
            fixture.clock.set("2026-03-10T12:20:00Z");
            fixture.calls(key, 1);
            assertThat(fixture.used(license, "monthly")).isEqualTo(13);
        }
    }
}
