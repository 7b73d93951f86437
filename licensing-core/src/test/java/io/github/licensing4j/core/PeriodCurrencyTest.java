package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.core.NodeFixture.Kept;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A billing period has one currency: what would bring another into it is refused when it is requested. */
@Tag("4.1.9")
class PeriodCurrencyTest {
    private static final String CATALOG = """
            catalog: weather-api
            plans:
              usd@1:
                price: { amount: 10.00 USD, per: P1M }
                limits:
                  daily: { kind: quota, meter: calls, amount: 1, per: P1D, overage: { cap: 9, unit-price: 0.50 USD } }
              eur@1:
                price: { amount: 20.00 EUR, per: P1M }
                limits:
                  daily: { kind: quota, meter: calls, amount: 1, per: P1D, overage: { cap: 9, unit-price: 0.60 EUR } }
              open@1:
                limits:
                  daily: { kind: quota, meter: calls, amount: 1, per: P1D }
            """;

    @TempDir
    Path dir;

    private NodeFixture node;
    private String license;

    @BeforeEach
    void start() {
        node = NodeFixture.of(Kept.MEMORY, dir, "2026-06-01T00:00:00Z").start(CATALOG);
        license = node.license("usd@1");
        String key = node.key(license);
        node.calls(key, 3);
        node.clock.set("2026-06-11T00:00:00Z");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void move(String plan, When when, UsageTreatment usage) {
        node.admin().licenses().changePlan(license, new PlanChangeRequest(PlanId.parse(plan), when, usage), BY);
    }

    private void override(String overrides) {
        node.override(license, overrides);
    }

    private String total(String at) {
        return node.invoice(license, at).total().toPlainString();
    }

    @ParameterizedTest
    @EnumSource(names = {"CARRY", "PRORATE"})
    void refusesMoveWithinPeriod(UsageTreatment usage) {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> move("eur@1", When.NOW, usage))
                .withMessageContaining("EUR")
                .withMessageContaining("until 2026-07-01T00:00:00Z in USD")
                .withMessageContaining("usage fresh, when next-period");
        assertThat(total("2026-06-11T00:00:00Z")).isEqualTo("11.00");

        move("open@1", When.NOW, UsageTreatment.CARRY);
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> move("eur@1", When.NOW, usage));
        move("usd@1", When.NOW, usage);
        assertThat(node.invoice(license, null).currency()).hasToString("USD");
    }

    @Test
    void acceptsMoveThatBeginsPeriod() {
        move("eur@1", When.NEXT_PERIOD, UsageTreatment.CARRY);
        node.clock.set("2026-07-02T00:00:00Z");
        assertThat(total("2026-06-11T00:00:00Z")).isEqualTo("11.00");
        assertThat(total("2026-07-01T00:00:00Z")).isEqualTo("20.00");

        move("usd@1", When.NOW, UsageTreatment.FRESH);
        assertThat(total("2026-07-01T12:00:00Z")).isEqualTo("20.00");
        assertThat(total("2026-07-02T00:00:00Z")).isEqualTo("10.00");
    }

    @Test
    void refusesOverridesOfPartlyBilledPeriod() {
        String inEuro = "{\"price\":{\"amount\":\"7.00 EUR\",\"per\":\"P1M\"},\"limits\":{\"daily\":"
                + "{\"overage\":{\"cap\":9,\"unit-price\":\"0.60 EUR\"}}}}";
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> override(inEuro))
                .withMessageContaining("in EUR, and parts of the billing period until 2026-07-01T00:00:00Z are in USD");
        override("{\"price\":{\"amount\":\"7.00 USD\",\"per\":\"P1M\"}}");
        assertThat(total("2026-06-11T00:00:00Z")).isEqualTo("8.00");
        node.clock.set("2026-07-01T00:00:00Z");

        override(inEuro);

        assertThat(total("2026-07-01T00:00:00Z")).isEqualTo("7.00");
        assertThat(total("2026-06-11T00:00:00Z")).isEqualTo("8.00");
    }
}
