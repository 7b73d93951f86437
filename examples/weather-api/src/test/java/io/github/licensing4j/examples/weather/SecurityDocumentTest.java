package io.github.licensing4j.examples.weather;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each row of the threat model names tests, and these exist. */
class SecurityDocumentTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)#(\\w+)`");
    private static final Pattern ROW = Pattern.compile("\\| (?:API\\d+|\\d+\\.\\d+\\.\\d+) .*");
    private static final Pattern TEST = Pattern.compile("@(?:Test|ParameterizedTest|TestFactory)\\b");
    private static final Path ROOT = ReadmeTest.root();

    @Test
    void namedTestsExist() throws IOException {
        Map<String, Path> sources = tests();
        Set<String> missing = new TreeSet<>();
        Matcher named = NAMED.matcher(ReadmeTest.read("docs/security.md"));
        int count = 0;
        while (named.find()) {
            Path source = sources.get(named.group(1));
            if (source == null || !hasTest(Files.readString(source), named.group(2))) {
                missing.add(named.group());
            }
            count++;
        }
        assertThat(missing).isEmpty();
        assertThat(count).isGreaterThan(100);
    }

    @Test
    void everyRowNamesTest() throws IOException {
        List<String> rows = ReadmeTest.read("docs/security.md")
                .lines()
                .filter(line -> ROW.matcher(line).matches())
                .toList();
        assertThat(rows)
                .hasSizeGreaterThan(50)
                .allSatisfy(row -> assertThat(row).containsPattern(NAMED));
        assertThat(rows).filteredOn(row -> row.startsWith("| API")).hasSize(10);
    }

    /** Returns whether a source has a method of that name with the annotation of a test directly above. */
    private static boolean hasTest(String source, String method) {
        int at = source.indexOf(" void " + method + "(");
        if (at < 0) {
            return false;
        }
        int above = Math.max(source.lastIndexOf("\n\n", at), source.lastIndexOf("\n    }\n", at));
        return TEST.matcher(source.substring(Math.max(above, 0), at)).find();
    }

    private static Map<String, Path> tests() throws IOException {
        Map<String, Path> sources = new HashMap<>();
        for (String module :
                List.of("licensing-api", "licensing-core", "licensing-servlet", "licensing-spring-starter")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file ->
                                sources.put(file.getFileName().toString().replace(".java", ""), file));
            }
        }
        return sources;
    }
}
