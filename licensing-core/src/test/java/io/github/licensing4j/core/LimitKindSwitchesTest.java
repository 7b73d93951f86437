package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Limit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks that docs/architecture.md lists every switch that a further kind of limit adds a line to, and that nothing else names kinds. */
class LimitKindSwitchesTest {
    private static final Pattern SOURCES = Pattern.compile("[^/]+/src/main/java/.*\\.java");

    /** Each exhaustive switch has one case with the last kind. */
    private static final Pattern CASE = Pattern.compile("\\bcase [A-Z, ]*\\bSEATS\\b");

    private static final Pattern TYPE_TEST = Pattern.compile("instanceof (?:@?\\w+\\.)*(%1$s)\\b|\\b(%1$s)\\.class::"
            .formatted(Arrays.stream(Limit.class.getPermittedSubclasses())
                    .map(Class::getSimpleName)
                    .collect(Collectors.joining("|"))));

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\d+) \\|");

    @Test
    void guideListsEverySwitch() throws IOException {
        String guide = SourceTree.text(SourceTree.root().resolve("docs/architecture.md"));
        Map<String, Integer> listed = new TreeMap<>();
        ROW.matcher(guide).results().forEach(row -> listed.put(row.group(1), Integer.parseInt(row.group(2))));

        assertThat(count(CASE)).isEqualTo(listed);
    }

    @Test
    void nothingElseTestsForKinds() throws IOException {
        assertThat(count(TYPE_TEST))
                .as("use the rule of the kind, or an exhaustive switch")
                .isEmpty();
    }

    @Test
    void findsTypeTests() {
        assertThat(TYPE_TEST.matcher("if (limit instanceof QuotaLimit quota)").find())
                .isTrue();
        assertThat(TYPE_TEST.matcher(".filter(SeatsLimit.class::isInstance)").find())
                .isTrue();
        assertThat(TYPE_TEST.matcher("account instanceof RateLimitAccount same").find())
                .isFalse();
    }

    private static Map<String, Integer> count(Pattern pattern) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        for (Path source : SourceTree.files(SOURCES)) {
            int found = (int) pattern.matcher(SourceTree.text(source)).results().count();
            if (found > 0) {
                counts.put(source.getFileName().toString().replace(".java", ""), found);
            }
        }
        return counts;
    }
}
