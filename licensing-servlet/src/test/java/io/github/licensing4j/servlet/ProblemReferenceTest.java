package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.servlet.ProblemReference.Entry;
import io.github.licensing4j.servlet.admin.AdminFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docs/problems has an index and one page for each code. {@code -Ddocs.write=true} writes the index. */
class ProblemReferenceTest {
    private static final Path PAGES = Path.of("../docs/problems");
    private static final Path INDEX = PAGES.resolve("README.md");

    @Test
    void indexMatchesCodes() throws IOException {
        String generated = ProblemReference.text();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(INDEX, generated);
        }
        assertThat(INDEX).hasContent(generated);
    }

    @Test
    void sharedCodesHaveSameStatusAndTitle() {
        Map<String, Entry> refusals = ProblemReference.refusals();
        assertThat(AdminFailures.all())
                .filteredOn(type -> refusals.containsKey(type.code()))
                .hasSize(3)
                .allSatisfy(type ->
                        assertThat(new Entry(type.status(), type.title())).isEqualTo(refusals.get(type.code())));
    }

    @Test
    void everyCodeHasOnePage() throws IOException {
        Set<String> names = new TreeSet<>();
        all().keySet().forEach(code -> names.add(code + ".md"));
        names.add("README.md");
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertThat(pages.map(page -> page.getFileName().toString())).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void pagesStateTitleAndStatus() throws IOException {
        all().forEach((code, entry) -> {
            String page = ProblemReference.text(PAGES.resolve(code + ".md"));
            JsonNode example = example(page);
            assertThat(page)
                    .as(code)
                    .startsWith("# " + entry.title() + "\n")
                    .contains("| status | " + entry.status() + " |");
            assertThat(example.get("type").asString()).isEqualTo("https://licensing4j.github.io/problems/" + code);
            assertThat(example.get("code").asString()).isEqualTo(code);
            assertThat(example.get("title").asString()).isEqualTo(entry.title());
            assertThat(example.get("status").asInt()).isEqualTo(entry.status());
        });
    }

    private static Map<String, Entry> all() {
        Map<String, Entry> all = new TreeMap<>(ProblemReference.failures());
        all.putAll(ProblemReference.refusals());
        return all;
    }

    private static JsonNode example(String page) {
        int start = page.indexOf("```json\n") + 8;
        return JsonMapper.shared().readTree(page.substring(start, page.indexOf("```", start)));
    }
}
