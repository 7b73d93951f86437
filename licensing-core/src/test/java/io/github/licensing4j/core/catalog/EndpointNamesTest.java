package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Requirement;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EndpointNamesTest {
    private static final Requirement REQUIRED = Requirement.features("a");

    private final EndpointNames names = new EndpointNames(3);

    @Test
    void namesAnEndpointByMethodAndPattern() {
        assertThat(named("GET", "/v1/cities/{id}").endpoint()).isEqualTo("GET /v1/cities/{id}");
        assertThat(named("HEAD", "/v1/cities/{id}").endpoint()).isEqualTo("GET /v1/cities/{id}");
        assertThat(named("POST", "/v1/cities/{id}").endpoint()).isEqualTo("POST /v1/cities/{id}");
    }

    @Test
    void returnsSameObjectForSameEndpoint() {
        assertThat(named("GET", "/a")).isSameAs(named("GET", "/a"));
        Requirement other = Requirement.features("b");
        assertThat(names.named(other, null, "GET", "/a").features()).isEqualTo(other.features());
    }

    @Test
    void leavesAnEndpointWithoutAPatternUnnamed() {
        assertThat(named("GET", "")).isSameAs(REQUIRED);
    }

    @Test
    void usesRuleNameForUnspecificPattern() {
        Catalog catalog = Catalogs.withRules("{ match: \"GET /files/**\", charge: { calls: 2 } }");
        assertThat(catalog.requirement(
                        new CalledEndpoint("GET", new MatchedPath("/files/paid.txt", "/**"), Declaration.resource()),
                        Unannotated.REQUIRE_LICENSE))
                .map(Requirement::endpoint)
                .contains("GET /files/**");
    }

    @Test
    void groupsInventedMethods() {
        assertThat(named("BREW", "/a").endpoint()).isEqualTo("* /a");
        IntStream.range(0, 3).forEach(i -> named("GET", "/" + i));
        assertThat(named("GET", "/one-too-many").endpoint()).isEqualTo("others");
        assertThat(named("GET", "/2").endpoint()).isEqualTo("GET /2");
    }

    private Requirement named(String method, String pattern) {
        return names.named(REQUIRED, null, method, pattern);
    }
}
