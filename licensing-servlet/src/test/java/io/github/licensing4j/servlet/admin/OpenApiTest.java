package io.github.licensing4j.servlet.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseManagement;
import io.github.licensing4j.servlet.LicensingFilter;
import io.github.licensing4j.servlet.LicensingFilterBuilder;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests that the shipped description matches the routes exactly. */
class OpenApiTest {
    private static final JsonNode DOCUMENT = JsonMapper.shared().readTree(OpenApi.text());
    private static final CatalogSummary CATALOG =
            new CatalogSummary("any", "00", Instant.EPOCH, Set.of(), List.of(), List.of());

    @Test
    void describesEveryRouteAndNoOther() {
        TreeSet<String> described = new TreeSet<>();
        eachOperation((path, method, operation) -> described.add(method.toUpperCase(Locale.ROOT) + " " + path));
        TreeSet<String> routed = new TreeSet<>();
        Routes.ADMIN.routes().forEach(route -> routed.add(route.method() + " " + route.path()));
        LicensingInfo info = mock(LicensingInfo.class);
        LicensingFilter filter = new LicensingFilterBuilder(mock(Licensing.class), info)
                .clock(InstantSource.system())
                .build();
        ManagementServlet.callers(mock(LicenseManagement.class), info, filter)
                .routes()
                .forEach(route -> routed.add(route.method() + " " + route.path()));
        assertThat(described).isEqualTo(routed);
    }

    /** An unknown member is refused with the known names, which must be the described ones. */
    @Test
    void describesEveryRequestMember() throws Exception {
        int checked = 0;
        for (Route<Routes.Handler> route : Routes.ADMIN.routes()) {
            JsonNode schema = DOCUMENT.get("paths")
                    .get(route.path())
                    .get(route.method().toLowerCase(Locale.ROOT))
                    .path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("schema");
            if (!schema.isMissingNode()) {
                assertThat(members(route))
                        .as(route.method() + " " + route.path())
                        .isEqualTo(names(schema));
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(15);
    }

    private static Set<String> members(Route<Routes.Handler> route) throws Exception {
        HttpServletRequest request = mock(HttpServletRequest.class);
        when(request.getInputStream())
                .thenReturn(new BodyStream("{\"unknownMember\":1}".getBytes(StandardCharsets.UTF_8)));
        when(request.getMethod()).thenReturn(route.method());
        LicenseAdmin admin = mock(LicenseAdmin.class);
        Exchange exchange = new Exchange(request, List.of("lic_1"), admin, "admin", CATALOG);
        InvalidFieldException thrown = catchThrowableOfType(
                InvalidFieldException.class, () -> route.handler().answer(exchange));
        assertThat(thrown).as(route.path()).isNotNull();
        assertThat(thrown.field()).isEqualTo("unknownMember");
        return new TreeSet<>(List.of(thrown.expected()
                .substring(thrown.expected().indexOf("expected ") + 9)
                .split(", ")));
    }

    private static Set<String> names(JsonNode schema) {
        JsonNode resolved =
                schema.has("$ref") ? DOCUMENT.at(schema.get("$ref").asString().substring(1)) : schema;
        assertThat(resolved.get("additionalProperties").asBoolean()).isFalse();
        return new TreeSet<>(resolved.get("properties").propertyNames());
    }

    private interface Visitor {
        void visit(String path, String method, JsonNode operation);
    }

    private static void eachOperation(Visitor visitor) {
        DOCUMENT.get("paths")
                .forEachEntry((path, operations) -> operations.forEachEntry((method, operation) -> {
                    if (!method.equals("servers")) {
                        visitor.visit(path, method, operation);
                    }
                }));
    }

    @Test
    void everyReferenceResolves() {
        List<String> references = new ArrayList<>();
        collect(DOCUMENT, references);
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                DOCUMENT.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void everyPathVariableIsDescribed() {
        eachOperation((path, method, operation) -> {
            for (String segment : path.split("/", -1)) {
                if (segment.startsWith("{")) {
                    String name = segment.substring(1, segment.length() - 1);
                    assertThat(operation.get("parameters").valueStream())
                            .as(method + " " + path)
                            .anyMatch(parameter ->
                                    parameter.path("name").asString("").equals(name)
                                            && parameter.path("in").asString("").equals("path"));
                }
            }
        });
    }

    @Test
    void isVersion31WithUniqueOperations() {
        assertThat(DOCUMENT.get("openapi").asString()).startsWith("3.1");
        List<String> names = new ArrayList<>();
        eachOperation((path, method, operation) ->
                names.add(operation.get("operationId").asString()));
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    @Tag("4.5.8")
    void everyOperationIsDescribed() {
        eachOperation((path, method, operation) -> assertThat(
                        operation.path("description").asString(""))
                .as(method + " " + path)
                .hasSizeGreaterThan(50)
                .isNotEqualTo(operation.path("summary").asString(""))
                .endsWith("."));
    }

    @Test
    void everyOperationDescribesItsResponses() {
        eachOperation((path, method, operation) -> {
            assertThat(operation.get("responses").propertyNames())
                    .as(method + " " + path)
                    .contains("default")
                    .anyMatch(status -> status.startsWith("2"));
            operation
                    .get("responses")
                    .forEach(response ->
                            assertThat(response.get("description").asString()).isNotBlank());
        });
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.isObject()) {
            node.forEachEntry((name, value) -> {
                if (name.equals("$ref")) {
                    references.add(value.asString());
                }
                collect(value, references);
            });
        } else if (node.isArray()) {
            node.valueStream().forEach(item -> collect(item, references));
        }
    }
}
