package io.github.licensing4j.spring.springdoc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests that API documents describe the configured credentials and responses only. */
@Tag("4.5.7")
class DescribedSettingsTest {
    @TempDir
    Path dir;

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
    void describesConfiguredCredentials() throws Exception {
        try (DescribedHost host = start("licensing.credentials=api-key,dpop")) {
            JsonNode document = host.document();
            assertThat(operation(document, "get", "/v1/report").get("security"))
                    .isEqualTo(json("[{'LicensingDpop': [], 'LicensingDpopProof': []}, {'LicensingApiKey': []}]"));
            assertThat(document.at("/components/securitySchemes").propertyNames())
                    .containsExactlyInAnyOrder("LicensingDpop", "LicensingDpopProof", "LicensingApiKey");
            assertThat(document.at("/components/securitySchemes/LicensingApiKey/name")
                            .asString())
                    .isEqualTo("X-API-Key");
            assertThat(operation(document, "post", "/v1/report").get("security"))
                    .isEqualTo(json("[{'own': []}]"));
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
            assertThat(document.at("/components/securitySchemes/LicensingClientCertificate/type")
                            .asString())
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
            host.replace(host.admin().catalogs().current().text().replaceAll("(?m)^ {4}limits:\n( {6}.*\n)+", ""));
            assertThat(operation(host.document(), "get", "/v1/report")
                            .get("responses")
                            .propertyNames())
                    .containsExactly("200", "401", "402", "403", "503");
        }
    }

    @Test
    void describesDocumentsOfVersion30() throws Exception {
        try (DescribedHost host = start("springdoc.api-docs.version=openapi_3_0")) {
            JsonNode document = host.document();
            assertThat(document.at("/components/schemas/LicensingProblem/properties/status/type")
                            .asString())
                    .isEqualTo("integer");
            assertThat(operation(document, "get", "/v1/report")
                            .at("/responses/402/$ref")
                            .asString())
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
}
