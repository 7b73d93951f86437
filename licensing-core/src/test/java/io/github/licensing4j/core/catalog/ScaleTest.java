package io.github.licensing4j.core.catalog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Endpoint;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Meter;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.Requirement;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {
    private static final String CATALOG = """
            catalog: c
            meters:
              tokens: { unit: token, scale: 3 }
              cpu: { unit: ms, scale: 2, measure: cpu-time }
              up: { unit: byte, measure: request-bytes }
            plans:
              pro@1:
                limits:
                  monthly: { kind: quota, meter: tokens, amount: 0.5, per: P1M, overage: { cap: 1.25, unit-price: 3 USD }, rollover: { max: 0.125 }, of: user }
                  prepaid: { kind: credits, meter: tokens, initial: 100.001 }
                  burst: { kind: rate, meter: tokens, permits: 0.5, per: PT1S, burst: 2 }
            endpoints:
              - { match: GET /a, charge: { tokens: 0.75 } }
              - { match: GET /b, charge: { tokens: { units: 1, reserve: 0.001 } } }
            """;

    @Test
    void readsAmountsExactlyInTheSmallestUnit() {
        var plan = Catalogs.read(CATALOG).summary().plans().get(0);
        QuotaLimit monthly = (QuotaLimit) plan.limits().get(0);
        assertThat(monthly.amount()).isEqualTo(500);
        assertThat(requireNonNull(monthly.overage()).cap()).isEqualTo(1250);
        assertThat(requireNonNull(requireNonNull(monthly.overage()).unitPrice()).amount())
                .isEqualByComparingTo("3");
        assertThat(requireNonNull(monthly.rollover()).max()).isEqualTo(125);
        assertThat(monthly.of()).isEqualTo(Scope.USER);
        assertThat(((CreditsLimit) plan.limits().get(1)).initial()).isEqualTo(100_001);
        RateLimit.Band band = ((RateLimit) plan.limits().get(2)).bands().get(0);
        assertThat(band.permits()).isEqualTo(500);
        assertThat(band.burst()).isEqualTo(2000);
    }

    @Test
    void readsChargesExactly() {
        Catalog catalog = Catalogs.read(CATALOG);
        assertThat(catalog.requirement(
                                new CalledEndpoint("GET", MatchedPath.of("/a"), Declaration.none()),
                                Unannotated.REQUIRE_LICENSE)
                        .orElseThrow()
                        .charges())
                .containsExactly(new Charge("tokens", 750, 0, ChargeOn.NOT_5XX, 3));
        assertThat(catalog.requirement(
                                new CalledEndpoint("GET", MatchedPath.of("/b"), Declaration.none()),
                                Unannotated.REQUIRE_LICENSE)
                        .orElseThrow()
                        .charges())
                .containsExactly(new Charge("tokens", 1000, 1, ChargeOn.NOT_5XX, 3));
    }

    @Test
    void summaryDescribesMeters() {
        var summary = Catalogs.read(CATALOG).summary();
        assertThat(summary.meters())
                .containsExactly(
                        new Meter("calls", "call", 0, null),
                        new Meter("tokens", "token", 3, null),
                        new Meter("cpu", "ms", 2, Measure.CPU_TIME),
                        new Meter("up", "byte", 0, Measure.REQUEST_BYTES));
        assertThat(summary.measures()).containsExactlyInAnyOrder(Measure.CPU_TIME, Measure.REQUEST_BYTES);
        assertThat(summary.measures(Measure.CPU_TIME)).isTrue();
        assertThat(summary.measuresResponseBytes()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "amount: 0.5 | amount: 0.0005 | catalog:9 | 'amount' of limit 'monthly' is the decimal number 0.0005",
                "amount: 0.5 | amount: 0.5000 | catalog:9 | at most 3 digits after the point, the scale of meter 'tokens'",
                "amount: 0.5 | amount: 1000000000000000.5 | catalog:9 | expected a number from 0 to 999999999999999",
                "amount: 0.5 | amount: .5 | catalog:9 | expected a number from 0",
                "cap: 1.25 | cap: 1.2512 | catalog:9 | 'cap' of the overage of limit 'monthly'",
                "max: 0.125 | max: -1 | catalog:9 | 'max' of the rollover of limit 'monthly' is -1",
                "initial: 100.001 | initial: 1e3 | catalog:10 | 'initial' of limit 'prepaid'",
                "permits: 0.5 | permits: 0 | catalog:11 | expected a number from 0.001 to",
                "tokens: 0.75 | tokens: 0.7500 | catalog:13 | 'tokens' of 'charge' of an endpoint rule",
                "reserve: 0.001 | reserve: 0.0001 | catalog:14 | 'reserve' of the charge on 'tokens'",
            })
    void refusesInexactNumbersWithPosition(String replaced, String by, String place, String message) {
        assertThatThrownBy(() -> Catalogs.read(CATALOG.replace(replaced, by)))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining(place.substring(place.indexOf(':')) + ":")
                .hasMessageContaining(message);
    }

    @Test
    @Tag("4.1.9")
    void refusesChargesBeyondMostOfCall() {
        String fine = CATALOG.replace("unit: token, scale: 3", "unit: token, scale: 9");
        assertThatThrownBy(() -> Catalogs.read(fine.replace("tokens: 0.75", "tokens: 1000000.1")))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("1000000.1")
                .hasMessageContaining("expected at most 1000000.000000000 of 'tokens'");
        Catalog catalog = Catalogs.read(fine.replace("tokens: 0.75", "tokens: 1000000"));
        Requirement declared = new Requirement(List.of(), Set.of(), List.of(Charge.of("tokens", 1_000_001)));
        Endpoint endpoint = new Endpoint("GET", "/c", "C#c", new Declaration.Required(declared));
        assertThatThrownBy(() -> catalog.report(List.of(endpoint), Unannotated.ALLOW))
                .hasMessageContaining("C#c")
                .hasMessageContaining("at most 1000000.000000000 of 'tokens'");
    }

    @Test
    void overridesMayHaveDecimals() {
        var terms = Catalogs.read(CATALOG)
                .terms(
                        new PlanId("pro", 1),
                        Overrides.parse("{\"limits\":{\"monthly\":{\"amount\":0.001},\"prepaid\":{\"initial\":7.5}}}"),
                        "acme");
        assertThat(((QuotaLimit) terms.limits().get(0)).amount()).isEqualTo(1);
        assertThat(((CreditsLimit) terms.limits().get(1)).initial()).isEqualTo(7500);
    }

    @Test
    void showsSmallestUnitsAsUnits() {
        assertThat(new Meter("tokens", "token", 3, null).units(1_500)).isEqualTo(new BigDecimal("1.500"));
    }
}
