package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** docs/catalog.md is what the JSON Schema generates. {@code -Ddocs.write=true} writes it. */
class CatalogReferenceTest {
    private static final Path FILE = Path.of("../docs/catalog.md");

    @Test
    void matchesSchema() throws IOException {
        String generated = CatalogReference.of(schema());
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(FILE, generated);
        }
        assertThat(FILE).hasContent(generated);
    }

    @Test
    void refusesKeyWithoutDescription() {
        JsonNode schema = schema();
        ((ObjectNode) schema.at("/$defs/plan/properties/trial/properties/for")).remove("$ref");
        ((ObjectNode) schema.at("/$defs/plan/properties/trial/properties/for"))
                .put("type", "string")
                .remove("description");

        assertThatThrownBy(() -> CatalogReference.of(schema)).hasMessageContaining("for has no description");
    }

    private static JsonNode schema() {
        return JsonMapper.shared().readTree(Catalogs.text("/io/github/licensing4j/licensing.schema.json"));
    }
}
