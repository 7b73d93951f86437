package io.github.licensing4j.servlet.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description that ships says what the routes are, no more and no less. */
class OpenApiTest {
    private static final JsonNode DOCUMENT = JsonMapper.shared().readTree(OpenApi.text());

    @Test
    void describesEveryRouteAndNoOther() {
        TreeSet<String> described = new TreeSet<>();
        DOCUMENT.get("paths")
                .forEachEntry((path, operations) -> operations.forEachEntry(
                        (method, operation) -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        TreeSet<String> routed = new TreeSet<>();
        Routes.ADMIN.forEach(route -> routed.add(route.method() + " " + route.path()));
        assertThat(described).isEqualTo(routed);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
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
        DOCUMENT.get("paths")
                .forEachEntry((path, operations) -> operations.forEachEntry((method, operation) -> {
                    for (String segment : path.split("/", -1)) {
                        if (segment.startsWith("{")) {
                            String name = segment.substring(1, segment.length() - 1);
                            assertThat(operation.get("parameters").valueStream())
                                    .as(method + " " + path)
                                    .anyMatch(parameter -> parameter
                                                    .get("name")
                                                    .asString()
                                                    .equals(name)
                                            && parameter.get("in").asString().equals("path"));
                        }
                    }
                }));
    }

    @Test
    void isOfVersion31AndNamesEveryOperationOnce() {
        assertThat(DOCUMENT.get("openapi").asString()).startsWith("3.1");
        List<String> names = new ArrayList<>();
        DOCUMENT.get("paths")
                .forEachEntry((path, operations) -> operations.forEachEntry((method, operation) ->
                        names.add(operation.get("operationId").asString())));
        assertThat(names).doesNotHaveDuplicates();
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
