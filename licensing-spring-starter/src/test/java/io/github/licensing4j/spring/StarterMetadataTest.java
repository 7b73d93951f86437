package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the files under META-INF, which no compiler checks. */
class StarterMetadataTest {
    @ParameterizedTest
    @ValueSource(strings = {"META-INF/spring.factories", "META-INF/spring/aot.factories"})
    void everyFactoryImplementsItsKey(String file) throws Exception {
        Properties factories = new Properties();
        for (URL url : urls(file)) {
            try (var in = url.openStream()) {
                factories.load(in);
            }
        }
        assertThat(factories).isNotEmpty();
        for (String key : factories.stringPropertyNames()) {
            for (String name : factories.getProperty(key).split(",", -1)) {
                assertThat(Class.forName(key)).isAssignableFrom(Class.forName(name.strip()));
            }
        }
    }

    @Test
    void everyPropertyIsDescribedWithItsDefault() throws IOException {
        Map<String, JsonNode> properties = new TreeMap<>();
        JsonNode metadata;
        try (var in = urls("META-INF/spring-configuration-metadata.json").get(0).openStream()) {
            metadata = JsonMapper.shared().readTree(in);
        }
        metadata.get("properties")
                .forEach(property -> properties.put(property.get("name").asString(), property));
        assertThat(properties.keySet())
                .contains(
                        "licensing.enabled",
                        "licensing.mode",
                        "licensing.issuer",
                        "licensing.audience",
                        "licensing.clock-skew",
                        "licensing.catalog.location",
                        "licensing.catalog.reload-interval",
                        "licensing.keys.location",
                        "licensing.keys.jwks-uri",
                        "licensing.keys.generate",
                        "licensing.trust",
                        "licensing.credentials",
                        "licensing.filter.include",
                        "licensing.filter.exclude",
                        "licensing.filter.order",
                        "licensing.unannotated",
                        "licensing.headers",
                        "licensing.problems.base-uri",
                        "licensing.usage.journal-dir",
                        "licensing.usage.allow-volatile",
                        "licensing.clock.accept-until");
        properties.forEach((name, property) -> {
            assertThat(property.has("description")).as(name).isTrue();
            assertThat(property.get("description").asString())
                    .as(name)
                    .endsWith(".")
                    .doesNotContain("{@");
        });
        assertThat(metadata.get("properties").valueStream())
                .filteredOn(property -> property.has("defaultValue"))
                .extracting(property -> property.get("name").asString() + "="
                        + property.get("defaultValue").asString())
                .contains(
                        "licensing.catalog.reload-interval=2s",
                        "licensing.filter.order=-50",
                        "licensing.unannotated=require-license",
                        "licensing.usage.flush-interval=500ms",
                        "licensing.usage.fsync=interval",
                        "licensing.usage.when-full=refuse",
                        "licensing.usage.max-disk=1GB");
    }

    @Test
    void hintsResourcesReadByName() {
        RuntimeHints hints = new RuntimeHints();
        new LicensingRuntimeHints().registerHints(hints, null);
        String schema = "io/github/licensing4j/licensing.schema.json";
        assertThat(new ClassPathResource(schema).exists()).isTrue();
        assertThat(RuntimeHintsPredicates.resource().forResource(schema)).accepts(hints);
        assertThat(RuntimeHintsPredicates.resource().forResource("licensing.yaml"))
                .accepts(hints);
    }

    /** Only the starter's own, of all the jars that have such a file. */
    static List<URL> urls(String file) throws IOException {
        String home = LicensingProperties.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();
        List<URL> urls = new ArrayList<>();
        LicensingProperties.class
                .getClassLoader()
                .getResources(file)
                .asIterator()
                .forEachRemaining(url -> {
                    if (url.toString().contains(home)) {
                        urls.add(url);
                    }
                });
        assertThat(urls).as(file).hasSize(1);
        return urls;
    }
}
