package io.github.licensing4j.examples.weather;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Checks that every snippet of README and guides that names a file is in that file, which other tests compile or load.
 */
class ReadmeTest {

    @Test
    void snippetsAreInNamedFiles() throws IOException {
        Path root = root();
        assertThat(snippets(root, "README.md")).isEqualTo(3);
        assertThat(snippets(root, "docs/spring-security.md")).isEqualTo(1);
        assertThat(snippets(root, "docs/getting-started.md")).isEqualTo(4);
        assertThat(snippets(root, "docs/testing.md")).isEqualTo(3);
        assertThat(snippets(root, "docs/extending.md")).isEqualTo(4);
        assertThat(Files.readAllLines(root.resolve("README.md"))).hasSizeLessThan(150);
    }

    private static int snippets(Path root, String document) throws IOException {
        List<String> readme = Files.readAllLines(root.resolve(document));
        int snippets = 0;
        for (int i = 0; i < readme.size(); i++) {
            String[] fence = readme.get(i).split(" ", -1);
            if (fence[0].startsWith("```") && fence.length == 2) {
                List<String> snippet = new ArrayList<>();
                for (i++; !readme.get(i).equals("```"); i++) {
                    snippet.add(readme.get(i));
                }
                assertThat(Files.readString(root.resolve(fence[1])))
                        .as(fence[1])
                        .contains(String.join("\n", snippet));
                snippets++;
            }
        }
        return snippets;
    }

    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("README.md")) && Files.exists(here.resolve("examples"))
                ? here
                : here.resolve("../..").normalize();
    }
}
