package io.github.licensing4j.servlet.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The components of the OpenAPI document are what the records generate. {@code -Ddocs.write=true} writes them. */
class ComponentSchemasTest {
    private static final Path FILE = Path.of("src/main/resources/io/github/licensing4j/servlet/admin/openapi.json");
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .defaultPrettyPrinter(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                            .withObjectEmptySeparator("")
                            .withArrayEmptySeparator(""))
                    .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE))
            .build();

    @Test
    void componentsMatchRecords() throws IOException {
        ObjectNode document = (ObjectNode) MAPPER.readTree(FILE);
        ObjectNode components = (ObjectNode) document.get("components");
        ObjectNode generated = ComponentSchemas.of(components.get("schemas"));
        if (Boolean.getBoolean("docs.write")) {
            components.set("schemas", generated);
            Files.writeString(FILE, MAPPER.writeValueAsString(document) + "\n");
        }
        assertThat(generated.propertyNames())
                .containsExactlyInAnyOrderElementsOf(components.get("schemas").propertyNames());
        generated.forEachEntry((name, schema) ->
                assertThat(components.get("schemas").get(name)).as(name).isEqualTo(schema));
    }

    @Test
    void jsonBodiesReferToComponents() {
        JsonNode document = MAPPER.readTree(OpenApi.text());
        TreeSet<String> inline = new TreeSet<>();
        document.get("paths")
                .forEachEntry((path, operations) -> operations.forEachEntry((method, operation) -> {
                    addInline(method + " " + path, operation.path("requestBody"), inline);
                    operation.path("responses").forEach(response -> addInline(method + " " + path, response, inline));
                }));
        // The document itself.
        assertThat(inline).containsExactly("get /openapi.json");
    }

    private static void addInline(String operation, JsonNode body, Set<String> inline) {
        body.path("content").forEachEntry((type, content) -> {
            if (type.endsWith("json")
                    && !type.equals("application/jwk-set+json")
                    && !content.path("schema").has("$ref")) {
                inline.add(operation);
            }
        });
    }
}
