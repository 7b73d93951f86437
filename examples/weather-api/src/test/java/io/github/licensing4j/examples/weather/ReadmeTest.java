package io.github.licensing4j.examples.weather;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Checks that every snippet of README and guides that names a file is in that file, which other tests compile or load.
 */
class ReadmeTest {

    @Test
    void snippetsAreInNamedFiles() throws IOException {
        assertThat(snippets("README.md")).isEqualTo(3);
        assertThat(snippets("docs/spring-security.md")).isEqualTo(1);
        assertThat(snippets("docs/getting-started.md")).isEqualTo(5);
        assertThat(snippets("docs/testing.md")).isEqualTo(3);
        assertThat(snippets("docs/extending.md")).isEqualTo(4);
        assertThat(Files.readAllLines(root().resolve("README.md"))).hasSizeLessThan(150);
    }

    private static int snippets(String document) throws IOException {
        int snippets = 0;
        for (GuideBlock block : GuideBlock.of(document)) {
            if (!block.file().isEmpty()) {
                assertThat(read(block.file())).as(block.file()).contains(block.text());
                snippets++;
            }
        }
        return snippets;
    }

    /** Returns the text of a file of the project. */
    static String read(String file) throws IOException {
        return Files.readString(root().resolve(file));
    }

    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("README.md")) && Files.exists(here.resolve("examples"))
                ? here
                : here.resolve("../..").normalize();
    }
}
