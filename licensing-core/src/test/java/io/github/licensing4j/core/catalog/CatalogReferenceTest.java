package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** docs/catalog.md is what the JSON Schema generates. {@code -Ddocs.write=true} writes it. */
class CatalogReferenceTest {
    private static final Path FILE = Path.of("../docs/catalog.md");
    /** The keys that the reader accepts in an object; those of overrides and of the merge are of its members. */
    private static final Pattern KEYS =
            Pattern.compile("(?<!(?:MEMBERS|REMOVABLE) =\\s{1,20})Set\\.of\\(((?:\\s*\"[a-z-]+\",?)+)\\)");

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

    /** A key that the reader accepts and the schema lacks would be missing in the reference. */
    @Test
    void schemaHasEveryKeyOfReader() throws IOException {
        Set<String> limit =
                schema().at("/$defs/limit/properties").propertyNames().stream().collect(Collectors.toSet());
        Set<Set<String>> objects = new HashSet<>();
        collectKeys(schema(), objects);
        List<Set<String>> read = keysOfReader();
        assertThat(read)
                .hasSizeGreaterThan(15)
                .allSatisfy(keys -> assertThat(objects.contains(keys) || limit.containsAll(keys))
                        .as("the schema has an object with the keys %s", keys)
                        .isTrue());
        assertThat(read.stream().flatMap(Set::stream)).contains("plans", "extends", "bands", "charge-on");
    }

    private static void collectKeys(JsonNode node, Set<Set<String>> objects) {
        if (node.path("properties").isObject()) {
            objects.add(Set.copyOf(node.get("properties").propertyNames()));
        }
        node.forEach(child -> collectKeys(child, objects));
    }

    private static List<Set<String>> keysOfReader() throws IOException {
        List<Set<String>> keys = new ArrayList<>();
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/github/licensing4j/core/catalog"))) {
            for (Path source : sources.toList()) {
                Matcher set = KEYS.matcher(Files.readString(source));
                while (set.find()) {
                    keys.add(Set.of(set.group(1).replaceAll("[\\s\"]", "").split(",", -1)));
                }
            }
        }
        return keys;
    }

    private static JsonNode schema() {
        return JsonMapper.shared().readTree(Catalogs.text("/io/github/licensing4j/licensing.schema.json"));
    }
}
