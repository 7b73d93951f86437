package io.github.licensing4j.servlet.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A native image keeps the members of every record of a body. {@code -Ddocs.write=true} writes the file. */
class NativeImageReferenceTest {
    private static final Path FILE = Path.of(
            "src/main/resources/META-INF/native-image/io.github.licensing4j/licensing-servlet/reflect-config.json");

    @Test
    void keepsRecordsOfBodies() throws IOException {
        String generated = ComponentSchemas.records()
                .map(type -> "  {\"name\": \"" + type.getName() + "\", \"allDeclaredConstructors\": true,"
                        + " \"allDeclaredMethods\": true, \"allDeclaredFields\": true, \"allRecordComponents\": true}")
                .sorted()
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(FILE, generated);
        }
        assertThat(FILE).hasContent(generated);
    }
}
