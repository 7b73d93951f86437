package io.github.licensing4j.servlet.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** docs/http-api.md is what the OpenAPI document generates. {@code -Ddocs.write=true} writes it. */
class HttpReferenceTest {
    private static final Path FILE = Path.of("../docs/http-api.md");

    @Test
    void matchesOpenApi() throws IOException {
        String generated = HttpReference.of(JsonMapper.shared().readTree(OpenApi.text()));
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(FILE, generated);
        }
        assertThat(FILE).hasContent(generated);
    }

    @Test
    void refusesMemberWithoutDescription() {
        JsonNode document = JsonMapper.shared().readTree(OpenApi.text());
        ((ObjectNode) document.at("/components/schemas/License/properties/customer")).remove("description");

        assertThatThrownBy(() -> HttpReference.of(document)).hasMessage("License.customer has no description");
    }
}
