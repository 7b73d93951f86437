package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Money;
import io.github.licensing4j.Plan;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Overage;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.SeatsLimit;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogSampleTest {
    private static final ContractPeriod MONTH = ContractPeriod.parse("P1M");

    private final Catalog weather = Catalogs.weather();

    @Test
    void readsNamesAndMeasures() {
        assertThat(weather.summary().name()).isEqualTo("weather-api");
        assertThat(weather.summary().hash()).hasSize(64);
        assertThat(weather.upgradeUrl()).contains(URI.create("https://example.com/pricing"));
        assertThat(weather.summary().meterNames()).containsExactlyInAnyOrder("calls", "egress", "compute", "tokens");
        assertThat(weather.summary().measures()).containsExactlyInAnyOrder(Measure.RESPONSE_BYTES, Measure.WALL_TIME);
        assertThat(weather.summary().features())
                .containsExactlyInAnyOrder("forecast.daily", "forecast.hourly", "forecast.beta", "export.csv");
    }

    @Test
    void readsThePlanThatExtendsNothing() {
        assertThat(weather.summary().plans().get(0).limits())
                .containsExactly(
                        new RateLimit("burst", null, List.of(new Band(10, Duration.ofSeconds(1), 20))),
                        new QuotaLimit("monthly", "calls", 1000, MONTH, List.of(), null));
    }

    @Test
    void laysWrittenMembersOverInheritedOnes() {
        Plan pro = weather.summary().plans().get(1);

        assertThat(pro.features()).containsExactlyInAnyOrder("forecast.daily", "forecast.hourly", "export.csv");
        assertThat(pro.limits())
                .containsExactly(
                        new RateLimit("burst", null, List.of(new Band(100, Duration.ofSeconds(1), 200))),
                        new QuotaLimit(
                                "monthly",
                                "calls",
                                100_000,
                                MONTH,
                                List.of(80, 100),
                                new Overage(200_000, Money.parse("0.0004 USD"))),
                        new ConcurrencyLimit("parallel", 20),
                        new SeatsLimit("seats", SeatsLimit.Holder.USER, 5, ContractPeriod.parse("P30D")));
    }

    @Test
    void warnsOfUnusedFeature() {
        assertThat(weather.warnings())
                .anyMatch(w -> w.contains("licensing.yaml:11:3: feature 'forecast.beta' is in no plan"));
    }

    @Test
    void removesRenamesAndReplacesInheritedLimits() {
        Catalog catalog = Catalogs.read(Catalogs.text("everything.yaml"));
        Terms terms = catalog.terms(new PlanId("base", 3), Overrides.none(), "acme");

        assertThat(terms.limits()).extracting(Limit::name).containsExactly("bands", "requests", "devices");
        assertThat(terms.limits().get(0))
                .isEqualTo(new RateLimit("bands", "tokens", List.of(new Band(5, Duration.ofSeconds(1), 5))));
        assertThat(terms.counterName(terms.limits().get(1))).isEqualTo("monthly");
        assertThat(terms.counterName(terms.limits().get(0))).isEqualTo("bands");
    }

    @Test
    void offersNewestPublicVersions() {
        assertThat(weather.offers()).containsExactly(Catalogs.FREE, Catalogs.PRO);
        assertThat(Catalogs.read(Catalogs.text("everything.yaml")).offers()).containsExactly(new PlanId("base", 3));
    }

    @Test
    void sharesOneObjectAmongLicensesWithoutOverrides() {
        Terms acme = weather.terms(Catalogs.PRO, Overrides.none(), "acme");

        assertThat(weather.terms(Catalogs.PRO, Overrides.none(), "other")).isSameAs(acme);
        assertThat(acme.limits()).isSameAs(acme.plan().limits());
    }
}
