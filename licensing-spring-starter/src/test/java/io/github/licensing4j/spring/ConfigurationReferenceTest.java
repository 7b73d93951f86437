package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** docs/configuration.md is what the metadata generates. {@code -Ddocs.write=true} writes it. */
class ConfigurationReferenceTest {
    private static final Path FILE = Path.of("../docs/configuration.md");

    @Test
    void matchesMetadata() throws IOException {
        String generated = ConfigurationReference.of(metadata());
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(FILE, generated);
        }
        assertThat(FILE).hasContent(generated);
    }

    @Test
    void refusesPropertyWithoutDescription() throws IOException {
        JsonNode metadata = metadata();
        ((ObjectNode) metadata.get("properties").get(0)).remove("description");

        assertThatThrownBy(() -> ConfigurationReference.of(metadata)).hasMessageContaining("has no description");
    }

    private static JsonNode metadata() throws IOException {
        try (var in = StarterMetadataTest.urls("META-INF/spring-configuration-metadata.json")
                .get(0)
                .openStream()) {
            return JsonMapper.shared().readTree(in);
        }
    }
}
