package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.UnknownNameException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermsTest {
    private final Catalog weather = Catalogs.weather();

    @Test
    void addsAndTakesAwayFeatures() {
        Terms terms = weather.terms(
                Catalogs.PRO,
                new Overrides(List.of("-forecast.hourly", "+forecast.hourly", "-export.csv"), Map.of()),
                "acme");

        assertThat(terms.features()).containsExactly("forecast.daily");
        assertThat(terms.plan().features()).contains("export.csv");
    }

    @Test
    void laysPartialLimitsOverThePlan() {
        Terms terms = weather.terms(
                Catalogs.PRO,
                new Overrides(List.of(), Map.of("monthly", Map.of("amount", 5L), "seats", "none")),
                "acme");

        assertThat(terms.limits()).extracting(Limit::name).containsExactly("burst", "monthly", "parallel");
        QuotaLimit monthly = (QuotaLimit) terms.limits().get(1);
        assertThat(monthly.amount()).isEqualTo(5);
        assertThat(monthly.warnAt()).containsExactly(80, 100);
        assertThat(terms.limits().get(0)).isSameAs(terms.plan().limits().get(0));
    }

    @Test
    void refusesUnknownNames() {
        assertUnknown(new PlanId("pr", 1), Overrides.none(), "license: unknown plan 'pr@1', did you mean 'pro@1'?");
        assertUnknown(
                Catalogs.PRO,
                new Overrides(List.of("+export.cvs"), Map.of()),
                "license overrides: unknown feature 'export.cvs', did you mean 'export.csv'?");
        assertUnknown(
                Catalogs.PRO,
                new Overrides(List.of(), Map.of("montly", Map.of("amount", 1))),
                "license overrides: unknown limit 'montly', did you mean 'monthly'?");
    }

    @Test
    void refusesWrongValuesLikeTheFileDoes() {
        for (Object value : Arrays.asList(
                null,
                5,
                "x",
                List.of(),
                Map.of("amount", 1.5),
                Map.of("amount", "1"),
                Map.of("amount", -1),
                Map.of("amounts", 1),
                Map.of("was", "burst"),
                Map.of("per", "1 month"),
                Map.of("meter", "cals"),
                Collections.singletonMap("amount", null))) {
            Overrides overrides = new Overrides(List.of(), Collections.singletonMap("monthly", value));

            assertThatThrownBy(() -> weather.terms(Catalogs.PRO, overrides, "acme"))
                    .as(String.valueOf(value))
                    .isInstanceOf(CatalogException.class);
        }
        assertThatThrownBy(() -> weather.terms(Catalogs.PRO, new Overrides(List.of("x"), Map.of()), "acme"))
                .hasMessage("license overrides: a feature is overridden by 'x', expected +feature or -feature");
    }

    // Computed apart from this code, from the textual definition. They must never change.
    @ParameterizedTest
    @CsvSource({
        "forecast.beta, acme, 77",
        "forecast.beta, globex, 1",
        "export.csv, acme, 96",
        "forecast.beta, '', 61",
        "forecast.beta, Zürich AG, 22"
    })
    void placesCustomersTheSameForEver(String feature, String customer, int place) {
        assertThat(Rollout.place(feature, customer)).isEqualTo(place);
    }

    @Test
    void rollOutReachesPercentageAndOnlyAdds() {
        long quarter = IntStream.range(0, 10_000)
                .filter(i -> Rollout.includes("f", 25, "c" + i))
                .count();

        assertThat(quarter).isBetween(2350L, 2650L);
        IntStream.range(0, 1000)
                .filter(i -> Rollout.includes("f", 25, "c" + i))
                .forEach(i -> assertThat(Rollout.includes("f", 26, "c" + i)).isTrue());
        assertThat(Rollout.includes("f", 0, "c")).isFalse();
        assertThat(Rollout.includes("f", 100, "c")).isTrue();
    }

    @Test
    void aRolloutNarrowsAndNeverGrants() {
        Overrides beta = new Overrides(List.of("+forecast.beta"), Map.of());

        assertThat(weather.terms(Catalogs.PRO, beta, "globex").features()).contains("forecast.beta");
        assertThat(weather.terms(Catalogs.PRO, beta, "acme").features()).doesNotContain("forecast.beta");
        assertThat(weather.terms(Catalogs.PRO, Overrides.none(), "globex").features())
                .doesNotContain("forecast.beta");
    }

    private void assertUnknown(PlanId plan, Overrides overrides, String message) {
        assertThatThrownBy(() -> weather.terms(plan, overrides, "acme"))
                .isInstanceOf(UnknownNameException.class)
                .hasMessage(message);
    }
}
