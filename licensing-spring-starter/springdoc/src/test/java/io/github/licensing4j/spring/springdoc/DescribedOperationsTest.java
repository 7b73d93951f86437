package io.github.licensing4j.spring.springdoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.admin.Catalogs;
import java.nio.file.Path;
import java.util.List;
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
    Path dir;

    @Import(DescribedHost.App.class)
    static class Grouped {
        @Bean
        GroupedOpenApi group() {
            return GroupedOpenApi.builder()
                    .group("reports")
                    .pathsToMatch("/v1/report")
                    .build();
        }
    }

    private DescribedHost start(String... properties) throws Exception {
        return DescribedHost.start(dir, DescribedHost.App.class, properties);
    }

    private static JsonNode operation(JsonNode document, String method, String path) {
        return document.at("/paths/" + path.replace("/", "~1") + "/" + method);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    @Test
    void describesRequirementsOfAnnotationsAndRules() throws Exception {
        try (DescribedHost host = start()) {
            JsonNode document = host.document();
            assertThat(operation(document, "get", "/v1/report").get("x-licensing"))
                    .isEqualTo(json(
                            """
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
            JsonNode export = operation(document, "get", "/v1/export/{year}/{name}").get("x-licensing");
            assertThat(export.get("features")).isEqualTo(json("[{'allOf': ['report.export']}]"));
            assertThat(export.at("/meters/0/units").asInt()).isEqualTo(10);
            JsonNode tokens = operation(document, "get", "/v1/tokens").get("x-licensing");
            assertThat(tokens.get("meters").valueStream()
                            .filter(meter -> meter.get("meter").asString().equals("tokens")))
                    .containsExactly(json(
                            "{'meter': 'tokens', 'unit': 'token', 'units': 5, 'reserve': 2, 'chargeOn': 'not-5xx'}"));
            assertThat(tokens.get("limits")).isEqualTo(json("['burst', 'monthly', 'spare', 'traffic']"));
        }
    }

    @Test
    void looksUpRulesByMethodOfOperation() throws Exception {
        try (DescribedHost host = start()) {
            JsonNode document = host.document();
            assertThat(operation(document, "put", "/v1/any").at("/x-licensing/scopes"))
                    .isEqualTo(json("['any.write']"));
            assertThat(operation(document, "get", "/v1/any").at("/x-licensing/scopes").isMissingNode())
                    .isTrue();
            assertThat(operation(document, "get", "/v1/any").get("x-licensing").get("meters"))
                    .hasSize(2);
        }
    }

    @Test
    void addsNothingToOperationsWithoutLicense() throws Exception {
        try (DescribedHost host = start()) {
            JsonNode document = host.document();
            for (String path : List.of("/open", "/outside")) {
                JsonNode open = operation(document, "get", path);
                assertThat(host.call("GET", path, null).statusCode()).isEqualTo(200);
                assertThat(open.propertyNames()).doesNotContain("x-licensing", "description", "security");
                assertThat(open.get("responses").propertyNames()).containsExactly("200");
            }
        }
    }

    @Test
    void namesEachAlternativeOfOverloads() throws Exception {
        try (DescribedHost host = start()) {
            JsonNode search = operation(host.document(), "get", "/v1/search");
            assertThat(search.at("/x-licensing/anyOf")).hasSize(2);
            assertThat(search.at("/x-licensing/description").asString())
                    .startsWith("Requires, depending on its parameters, header fields and media types, ")
                    .contains("no license");
            assertThat(search.get("security").valueStream()).contains(json("{}"));
        }
    }

    @Test
    void describesConfiguredCredentials() throws Exception {
        try (DescribedHost host = start("licensing.credentials=api-key,dpop")) {
            JsonNode document = host.document();
            assertThat(operation(document, "get", "/v1/report").get("security"))
                    .isEqualTo(json("[{'LicensingDpop': [], 'LicensingDpopProof': []}, {'LicensingApiKey': []}]"));
            assertThat(document.at("/components/securitySchemes").propertyNames())
                    .containsExactlyInAnyOrder("LicensingDpop", "LicensingDpopProof", "LicensingApiKey");
            assertThat(document.at("/components/securitySchemes/LicensingApiKey/name").asString())
                    .isEqualTo("X-API-Key");
            assertThat(operation(document, "post", "/v1/report").get("security")).isEqualTo(json("[{'own': []}]"));
        }
    }

    @Test
    void requiredProofsAreInEachAlternative() throws Exception {
        try (DescribedHost host =
                start("licensing.proof.mtls=required", "licensing.credentials=bearer,api-key,signature")) {
            JsonNode document = host.document();
            assertThat(operation(document, "get", "/v1/report").get("security"))
                    .contains(json("{'LicensingBearer': [], 'LicensingClientCertificate': []}"))
                    .noneMatch(each -> each.has("LicensingApiKey"));
            assertThat(document.at("/components/securitySchemes/LicensingClientCertificate/type").asString())
                    .isEqualTo("mutualTLS");
        }
    }

    @Test
    void describesNoRefusalsWhereNoneHappens() throws Exception {
        try (DescribedHost host = start("licensing.mode=observe")) {
            JsonNode report = operation(host.document(), "get", "/v1/report");
            assertThat(host.call("GET", "/v1/report", null).statusCode()).isEqualTo(200);
            assertThat(report.get("responses").propertyNames()).containsExactly("200");
            assertThat(report.get("security").valueStream()).contains(json("{}"));
            assertThat(report.has("x-licensing")).isTrue();
        }
    }

    @Test
    void describesNoLimitWhereNoneCanApply() throws Exception {
        try (DescribedHost host = start("licensing.filter.failed-credentials.per-minute=0")) {
            replace(host, host.admin().catalogs().current().text().replaceAll("(?m)^ {4}limits:\n( {6}.*\n)+", ""));
            assertThat(operation(host.document(), "get", "/v1/report").get("responses").propertyNames())
                    .containsExactly("200", "401", "402", "403", "503");
        }
    }

    @Test
    void keptDocumentsFollowTheCatalog() throws Exception {
        try (DescribedHost host = start()) {
            JsonNode before = host.document();
            String text = host.admin().catalogs().current().text();
            replace(host, text.replace("calls: 10", "calls: 20").replace("any.write", "any.change"));
            JsonNode changed = host.document();
            assertThat(operation(changed, "get", "/v1/export/{year}/{name}").at("/x-licensing/meters/0/units").asInt())
                    .isEqualTo(20);
            assertThat(operation(changed, "put", "/v1/any").get("description").asString())
                    .contains("any.change")
                    .doesNotContain("any.write");
            replace(host, text);
            assertThat(host.document()).isEqualTo(before);
        }
    }

    @Test
    void describesDocumentsOfGroups() throws Exception {
        try (DescribedHost host = DescribedHost.start(dir, Grouped.class)) {
            JsonNode group = host.document("/v3/api-docs/reports");
            assertThat(group.get("paths").propertyNames()).containsExactly("/v1/report");
            assertThat(operation(group, "get", "/v1/report").has("x-licensing")).isTrue();
            assertThat(group.at("/components/schemas/LicensingProblem").isObject())
                    .isTrue();
        }
    }

    @Test
    void describesDocumentsOfVersion30() throws Exception {
        try (DescribedHost host = start("springdoc.api-docs.version=openapi_3_0")) {
            JsonNode document = host.document();
            assertThat(document.at("/components/schemas/LicensingProblem/properties/status/type").asString())
                    .isEqualTo("integer");
            assertThat(operation(document, "get", "/v1/report").at("/responses/402/$ref").asString())
                    .isEqualTo("#/components/responses/LicensingPaymentRequired");
        }
    }

    @Test
    void canBeSwitchedOff() throws Exception {
        try (DescribedHost host = start("licensing.describe-operations=false")) {
            JsonNode document = host.document();
            JsonNode report = operation(document, "get", "/v1/report");
            assertThat(report.has("x-licensing") || report.has("security")).isFalse();
            assertThat(report.get("responses").propertyNames()).containsExactly("200");
            assertThat(document.at("/components/schemas/LicensingProblem").isMissingNode())
                    .isTrue();
        }
    }

    private static void replace(DescribedHost host, String text) {
        Catalogs catalogs = host.admin().catalogs();
        catalogs.replace(text, catalogs.current().hash(), DescribedHost.BY);
    }
}
