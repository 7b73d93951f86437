package io.github.licensing4j.spring.springdoc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springdoc.core.models.GroupedOpenApi;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests what API documents contain of the requirements of operations. */
@Tag("4.5.7")
class DescribedOperationsTest {
    @TempDir
    static Path dir;

    private static DescribedHost host;

    @Import(DescribedHost.App.class)
    static class App {
        @Bean
        GroupedOpenApi group() {
            return GroupedOpenApi.builder()
                    .group("reports")
                    .pathsToMatch("/v1/report")
                    .build();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        host = DescribedHost.start(dir, App.class);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private static JsonNode operation(JsonNode document, String method, String path) {
        return document.at("/paths/" + path.replace("/", "~1") + "/" + method);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    @Test
    void describesRequirementsOfAnnotationsAndRules() throws Exception {
        JsonNode document = host.document();
        assertThat(operation(document, "get", "/v1/report").get("x-licensing")).isEqualTo(json("""
                        {'description': 'Requires a license with the feature `report.read`, and charges 1 of `calls` and the use of `egress`.',
                         'features': [{'allOf': ['report.read']}],
                         'meters': [
                           {'meter': 'calls', 'unit': 'call', 'units': 1, 'chargeOn': 'not-5xx'},
                           {'meter': 'egress', 'unit': 'byte', 'units': 0, 'measure': 'response-bytes', 'chargeOn': 'not-5xx'}],
                         'limits': ['burst', 'monthly', 'traffic']}"""));
        assertThat(operation(document, "get", "/v1/report").get("description").asString())
                .isEqualTo("Reads the report.\n\nRequires a license with the feature `report.read`, and charges 1 of"
                        + " `calls` and the use of `egress`.");
        JsonNode write = operation(document, "post", "/v1/report").get("x-licensing");
        assertThat(write.get("features")).isEqualTo(json("[{'anyOf': ['report.export', 'report.read']}]"));
        assertThat(write.get("scopes")).isEqualTo(json("['reports.write']"));
        JsonNode export =
                operation(document, "get", "/v1/export/{year}/{name}/").get("x-licensing");
        assertThat(export.get("features")).isEqualTo(json("[{'allOf': ['report.export']}]"));
        assertThat(export.at("/meters/0/units").asInt()).isEqualTo(10);
        JsonNode tokens = operation(document, "get", "/v1/tokens").get("x-licensing");
        assertThat(tokens.get("meters")
                        .valueStream()
                        .filter(meter -> meter.get("meter").asString().equals("tokens")))
                .containsExactly(
                        json("{'meter': 'tokens', 'unit': 'token', 'units': 5, 'reserve': 2, 'chargeOn': 'not-5xx'}"));
        assertThat(tokens.get("limits")).isEqualTo(json("['burst', 'monthly', 'spare', 'traffic']"));
    }

    @Test
    void looksUpRulesByMethodOfOperation() throws Exception {
        JsonNode document = host.document();
        assertThat(operation(document, "put", "/v1/any").at("/x-licensing/scopes"))
                .isEqualTo(json("['any.write']"));
        assertThat(operation(document, "get", "/v1/any")
                        .at("/x-licensing/scopes")
                        .isMissingNode())
                .isTrue();
        assertThat(operation(document, "get", "/v1/any").get("x-licensing").get("meters"))
                .hasSize(2);
    }

    @Test
    void addsNothingToOperationsWithoutLicense() throws Exception {
        JsonNode document = host.document();
        for (String path : List.of("/open", "/outside")) {
            JsonNode open = operation(document, "get", path);
            assertThat(host.call("GET", path, null).statusCode()).isEqualTo(200);
            assertThat(open.propertyNames()).doesNotContain("x-licensing", "description", "security");
            assertThat(open.get("responses").propertyNames()).containsExactly("200");
        }
    }

    @Test
    void addsNothingToOptionsThatSpringAnswers() throws Exception {
        assertThat(host.call("OPTIONS", "/v1/any", null).statusCode()).isEqualTo(200);
        assertThat(operation(host.document(), "options", "/v1/any").has("x-licensing"))
                .isFalse();
    }

    @Test
    void namesEachAlternativeOfOverloads() throws Exception {
        JsonNode search = operation(host.document(), "get", "/v1/search");
        assertThat(search.at("/x-licensing/anyOf")).hasSize(2);
        assertThat(search.at("/x-licensing/description").asString())
                .startsWith("Requires, depending on its parameters, header fields and media types, ")
                .contains("no license");
        assertThat(search.get("security").valueStream()).contains(json("{}"));
    }

    @Test
    void keptDocumentsFollowTheCatalog() throws Exception {
        JsonNode before = host.document();
        String text = host.admin().catalogs().current().text();
        host.replace(text.replace("calls: 10", "calls: 20").replace("any.write", "any.change"));
        JsonNode changed = host.document();
        assertThat(operation(changed, "get", "/v1/export/{year}/{name}/")
                        .at("/x-licensing/meters/0/units")
                        .asInt())
                .isEqualTo(20);
        assertThat(operation(changed, "put", "/v1/any").get("description").asString())
                .contains("any.change")
                .doesNotContain("any.write");
        host.replace(text);
        assertThat(host.document()).isEqualTo(before);
    }

    @Test
    void describesDocumentsOfGroups() throws Exception {
        JsonNode group = host.document("/v3/api-docs/reports");
        assertThat(group.get("paths").propertyNames()).containsExactly("/v1/report");
        assertThat(operation(group, "get", "/v1/report").has("x-licensing")).isTrue();
        assertThat(group.at("/components/schemas/LicensingProblem").isObject()).isTrue();
    }
}
