package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Plan;
import io.github.licensing4j.core.Mutations;

/** A catalog is refused with a place for every problem, or every plan and rule of it can be used, and reading it again gives the same. */
final class CatalogFuzz {
    /** A whole catalog, and short ones, which are read more often in the same time. */
    private static final String[] GENUINE = {
        Catalogs.text("weather.yaml"), """
        catalog: c
        meters: { t: { unit: token } }
        plans:
          p@1:
            limits:
              a: { kind: quota, meter: t, amount: 9, per: P1M, rollover: { max: 3 }, of: key }
              b: { kind: credits, meter: t, initial: 5 }
              c: { kind: rate, bands: [ { permits: 1, per: PT1S }, { permits: 9, per: PT1H } ] }
        """, """
        catalog: c
        features: { a: {}, b: { rollout: { by: customer, percent: 25, customers: [x], from: 2026-12-01T00:00:00Z } } }
        plans: { p@1: { features: [a, b] } }
        endpoints:
          - { match: "GET /v1/{id}/**", features: [a, b], scope: s, role: r }
          - { match: "* /v1/forecast", exempt: true }
        """, """
        catalog: c
        plans:
          f@1: { private: true }
          p@2: { extends: f@1, price: { amount: 4.50 EUR, per: P1M }, trial: { for: P14D, then: f@1 }, grace: { for: P3D, access: { reduced: f@1 } } }
        signals:
          key-sharing: { answer: require-proof, severity: high, for: PT24H, mode: enforce }
          burst: { answer: throttle, rate: { permits: 1, per: PT1M } }
        """, """
        catalog: c
        plans:
          p@1: { limits: { s: { kind: seats, of: device, max: 5, assign: first-use, cool-down: P7D } }, retired: true }
        """,
    };

    @FuzzTest(maxDuration = "30s")
    void refusesWithAPlaceOrIsUsable(FuzzedDataProvider data) {
        String yaml = Mutations.of(data, GENUINE);
        Catalog catalog;
        try {
            catalog = Catalogs.read(yaml);
        } catch (CatalogException refused) {
            assertThat(refused.problems()).isNotEmpty();
            assertThat(refused.problems()).allSatisfy(problem -> {
                assertThat(problem.line()).isNotNegative();
                assertThat(problem.message()).isNotBlank();
            });
            return;
        }
        for (Plan plan : catalog.summary().plans()) {
            assertThat(catalog.terms(plan.id(), Overrides.none(), "acme").plan())
                    .isEqualTo(plan);
        }
        CalledEndpoint forecast = new CalledEndpoint("GET", MatchedPath.of("/v1/forecast"), Declaration.none());
        assertThat(catalog.requirement(forecast, Unannotated.REQUIRE_LICENSE)).isPresent();
        assertThat(Catalogs.read(yaml).summary()).isEqualTo(catalog.summary());
    }
}
