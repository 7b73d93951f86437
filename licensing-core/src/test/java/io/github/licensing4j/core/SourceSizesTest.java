package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.SourceSizes.Bound;
import io.github.licensing4j.core.SourceSizes.Oversize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps classes, methods, parameter lists and records of the whole project small, tests included. */
class SourceSizesTest {
    private static final Pattern JAVA = Pattern.compile("(?:[^/]+/){1,2}src/(?:main|test)/java/.*\\.java");

    /** Each line: a bound, a place, and the reason why the bound does not hold there. */
    private static final String EXCEPTIONS = "/source-size-exceptions.txt";

    @TempDir
    Path directory;

    @Test
    void keepsEverythingWithinItsBounds() throws IOException {
        List<Oversize> above = SourceSizes.above(SourceTree.files(JAVA));
        Set<String> excepted =
                exceptions().stream().map(line -> line[0] + " " + line[1]).collect(Collectors.toSet());

        assertThat(above.stream()
                        .filter(found -> !excepted.contains(key(found)))
                        .map(SourceSizesTest::message))
                .as("too large; divide it, or name it in %s with a reason", EXCEPTIONS)
                .isEmpty();
        assertThat(excepted)
                .as("exceptions of %s that are no longer needed", EXCEPTIONS)
                .isSubsetOf(above.stream().map(SourceSizesTest::key).collect(Collectors.toSet()));
    }

    @Test
    void everyExceptionHasItsReason() throws IOException {
        assertThat(exceptions()).allSatisfy(line -> assertThat(line).hasSize(3));
    }

    @Test
    void countsCodeAlone() throws IOException {
        Path file = directory.resolve("A.java");
        String statement = "        // why\n\n        a++;\n";
        Files.writeString(
                file,
                "class A {\n    int a;\n    void most(int b, int c, int d, int e) {\n" + statement.repeat(30)
                        + "    }\n    void more(int b, int c, int d, int e, int f) {\n" + statement.repeat(31)
                        + "    }\n    record R(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k) {}\n}\n");

        assertThat(SourceSizes.above(List.of(file)))
                .containsExactlyInAnyOrder(
                        new Oversize(Bound.PARAMETERS, "A#more", 5),
                        new Oversize(Bound.METHOD, "A#more", 31),
                        new Oversize(Bound.COMPONENTS, "A.R", 11));
    }

    private static String key(Oversize found) {
        return found.bound() + " " + found.place();
    }

    private static String message(Oversize found) {
        return found.place() + ": " + found.size() + " " + found.bound().unit + ", expected at most "
                + found.bound().most;
    }

    private static List<String[]> exceptions() throws IOException {
        try (InputStream list = Objects.requireNonNull(SourceSizesTest.class.getResourceAsStream(EXCEPTIONS))) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.strip().split("\\s+", 3))
                    .toList();
        }
    }
}
