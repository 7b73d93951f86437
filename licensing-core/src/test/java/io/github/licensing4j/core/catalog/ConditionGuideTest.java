package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.MatchedPath;
import org.junit.jupiter.api.Test;

/** The catalog of the guide to conditions. */
class ConditionGuideTest {
    private final Catalog catalog = Catalogs.read(Catalogs.text("conditions.yaml"));

    private CalledEndpoint called(String method, String path) {
        return new CalledEndpoint(method, MatchedPath.of(path), Declaration.none());
    }

    @Test
    void hasConditionsOfRules() {
        assertThat(catalog.condition(called("GET", "/v1/tenants/7/users")))
                .hasToString("path.tenant == license.external['crm']");
        assertThat(catalog.condition(called("POST", "/v1/reports")))
                .hasToString("plan.version >= 2 && now < timestamp('2027-01-01T00:00:00Z')");
        assertThat(catalog.condition(called("GET", "/v1/reports"))).isNull();
    }
}
