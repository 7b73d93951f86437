package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Endpoint;
import io.github.licensing4j.EndpointReport;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Match;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.Requirement.Features;
import io.github.licensing4j.UnknownNameException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequirementJoiningTest {
    private static final Declaration ASKS_B = new Declaration.Required(Requirement.features("b"));
    private static final Declaration EXEMPT = new Declaration.Exempt("public");

    private final Catalog catalog = Catalogs.withRules(
            "{ match: GET /x/**, feature: a, scope: read, role: admin, charge: { tokens: { units: 2, reserve: 5 } } }",
            "{ match: \"* /y\", charge: { tokens: 3 } }");

    @Test
    void anExportCosts10CallsNot11() {
        Requirement export = Catalogs.weather()
                .requirement(
                        new CalledEndpoint("GET", MatchedPath.of("/v1/export/csv"), Declaration.none()),
                        Unannotated.REQUIRE_LICENSE)
                .orElseThrow();

        assertThat(export.charges()).containsExactly(Charge.of("calls", 10));
        assertThat(export.features()).containsExactly(new Features(Set.of("export.csv"), Match.ALL));
    }

    @Test
    void featuresScopesAndRolesAreUnited() {
        Requirement joined = joined("GET", "/x/1", ASKS_B);

        assertThat(joined.features())
                .containsExactly(new Features(Set.of("b"), Match.ALL), new Features(Set.of("a"), Match.ALL));
        assertThat(joined.scopes()).containsExactly("read");
        assertThat(joined.roles()).containsExactly("admin");
    }

    @Test
    void ruleReplacesOnlyItsMembers() {
        Charge declared = new Charge("tokens", 9, 100, ChargeOn.SUCCESS);
        Declaration charging = new Declaration.Required(new Requirement(List.of(), Set.of(), List.of(declared)));

        assertThat(joined("GET", "/y", charging).charges())
                .containsExactly(new Charge("tokens", 3, 100, ChargeOn.SUCCESS));
        assertThat(joined("GET", "/x", charging).charges())
                .containsExactly(new Charge("tokens", 2, 5, ChargeOn.SUCCESS));
    }

    @Test
    void theSameObjectComesBack() {
        Requirement first = joined("GET", "/x/1", ASKS_B);
        Declaration equal = new Declaration.Required(Requirement.features("b"));

        assertThat(joined("HEAD", "/x/2", equal)).isSameAs(first);
        assertThat(joined("GET", "/other", ASKS_B)).isSameAs(((Declaration.Required) ASKS_B).requirement());
    }

    @Test
    void ruleCoversExemptEndpoint() {
        for (Declaration declared : List.of(EXEMPT, Declaration.resource())) {
            assertThat(requirement("GET", "/other", declared, Unannotated.REQUIRE_LICENSE))
                    .isEmpty();
            assertThat(joined("GET", "/x", declared).features()).hasSize(1);
        }
    }

    @Test
    void undeclaredEndpointFollowsPolicy() {
        assertThat(requirement("GET", "/o", Declaration.none(), Unannotated.ALLOW))
                .isEmpty();
        assertThat(requirement("GET", "/o", Declaration.none(), Unannotated.REQUIRE_LICENSE))
                .containsSame(Requirement.license());
        assertThat(requirement("GET", "/o", Declaration.none(), Unannotated.DENY))
                .containsSame(Requirement.license());
    }

    @Test
    void reportsEndpointsAndWarnings() {
        EndpointReport report = catalog.report(
                List.of(
                        new Endpoint("GET", "/x/{id:[0-9]+}", "X#get", EXEMPT),
                        new Endpoint("GET", "/z", "Z#get", EXEMPT)),
                Unannotated.REQUIRE_LICENSE);

        assertThat(report.entries())
                .extracting(EndpointReport.Entry::requirement)
                .last()
                .isNull();
        assertThat(report.entries().get(0).requirement()).isNotNull();
        assertThat(report.warnings())
                .containsExactly(
                        "X#get is declared exempt, but the rule 'GET /x/**' matches it and is enforced",
                        "the rule '* /y' of catalog 'c' matches no endpoint");
    }

    @Test
    void refusesUnknownNamesInAnnotations() {
        Declaration declared =
                new Declaration.Required(new Requirement(List.of(), Set.of(), List.of(Charge.of("tokns", 1))));

        assertThatThrownBy(() -> catalog.report(
                        List.of(new Endpoint("GET", "/x", "X#get", declared)), Unannotated.REQUIRE_LICENSE))
                .isInstanceOf(UnknownNameException.class)
                .hasMessage("X#get: unknown meter 'tokns', did you mean 'tokens'?");
    }

    @Test
    void namesEveryEndpointThatDenyForbids() {
        List<Endpoint> endpoints = List.of(
                new Endpoint("GET", "/x/{id}", "X#get", Declaration.none()),
                new Endpoint("*", "/x/{id}", "X#any", Declaration.none()),
                new Endpoint("GET", "/**", "All#get", Declaration.none()),
                new Endpoint("GET", "/o", "O#get", ASKS_B));

        assertThatThrownBy(() -> catalog.report(endpoints, Unannotated.DENY))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("covers them: * /x/{id} (X#any), GET /** (All#get);");
    }

    private Requirement joined(String method, String path, Declaration declared) {
        return requirement(method, path, declared, Unannotated.REQUIRE_LICENSE).orElseThrow();
    }

    private Optional<Requirement> requirement(String method, String path, Declaration declared, Unannotated policy) {
        return catalog.requirement(new CalledEndpoint(method, MatchedPath.of(path), declared), policy);
    }
}
