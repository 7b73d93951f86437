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
    private static final String[] GENUINE = {Catalogs.text("weather.yaml")};

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
