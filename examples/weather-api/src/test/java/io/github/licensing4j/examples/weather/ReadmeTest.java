package io.github.licensing4j.examples.weather;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Checks that README and guides name the file of each snippet of Java and YAML, and that the snippet is in that file,
 * which other tests compile or load.
 */
class ReadmeTest {
    private static final Set<String> CHECKED = Set.of("java", "yaml");

    @Test
    void snippetsAreInNamedFiles() throws IOException {
        int snippets = 0;
        for (Path document : DocumentsTest.documents()) {
            for (GuideBlock block : GuideBlock.of(root().relativize(document).toString())) {
                if (!block.file().isEmpty()) {
                    assertThat(read(block.file())).as(block.file()).contains(block.text());
                    snippets++;
                }
                assertThat(block.file().isEmpty() && CHECKED.contains(block.language()))
                        .as("a block of %s names no file: %s", document, block.text())
                        .isFalse();
            }
        }
        assertThat(snippets).isGreaterThan(15);
    }

    @Test
    void readmeIsShort() throws IOException {
        assertThat(Files.readAllLines(root().resolve("README.md"))).hasSizeLessThan(150);
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
