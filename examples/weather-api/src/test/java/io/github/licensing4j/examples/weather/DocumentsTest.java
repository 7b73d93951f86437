package io.github.licensing4j.examples.weather;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links of the documents lead to files, and every decision record has a date, a status and a line in the index. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("]\\(([\\w./-]+)(#[^)]*)?\\)");
    private static final Pattern JAR = Pattern.compile("licensing-core-([^<\\s]+?)-cli\\.jar");
    private static final Pattern VERSION = Pattern.compile("licensing-parent</artifactId>\\s*<version>([^<]+)");
    private static final Path ROOT = ReadmeTest.root();
    private static final Path GUIDES = ROOT.resolve("docs");

    @Test
    void relativeLinksLeadToFiles() throws IOException {
        int links = 0;
        for (Path document : documents()) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                Path target = document.resolveSibling(link.group(1)).normalize();
                assertThat(target).as("a link of %s", document).exists();
                // The site consists of this directory only.
                assertThat(!document.startsWith(GUIDES) || target.startsWith(GUIDES))
                        .as("a link of %s to %s", document, target)
                        .isTrue();
                links++;
            }
        }
        assertThat(links).isGreaterThan(100);
    }

    @Test
    void commandsNameCurrentVersion() throws IOException {
        Matcher parent = VERSION.matcher(ReadmeTest.read("pom.xml"));
        assertThat(parent.find()).isTrue();
        List<String> jars = new ArrayList<>();
        for (Path document : documents()) {
            JAR.matcher(Files.readString(document)).results().forEach(jar -> jars.add(jar.group(1)));
        }
        assertThat(jars).hasSizeGreaterThan(4).containsOnly(parent.group(1));
    }

    @Test
    void siteMenuNamesEveryGuide() throws IOException {
        String menu = ReadmeTest.read("docs/site.xml");
        try (Stream<Path> guides = Files.list(GUIDES)) {
            assertThat(guides.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".md"))
                            .map(name -> name.replace(".md", ".html")))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(page -> assertThat(menu).contains("href=\"" + page + "\""));
        }
    }

    @Test
    void indexNamesEveryDecision() throws IOException {
        Path records = GUIDES.resolve("adr");
        String index = Files.readString(records.resolve("README.md"));
        try (Stream<Path> files = Files.list(records)) {
            for (Path file : files.filter(name -> !name.endsWith("README.md")).toList()) {
                assertThat(index).contains("](" + file.getFileName() + ")");
                assertThat(Files.readString(file))
                        .as("%s", file)
                        .containsPattern("(?m)^Date: \\d{4}-\\d{2}-\\d{2}$")
                        .containsPattern("(?m)^Status: \\w+");
            }
        }
    }

    /** Returns the documents of the project, generated ones and decisions included. */
    static List<Path> documents() throws IOException {
        try (Stream<Path> guides = Files.walk(GUIDES);
                Stream<Path> top = Files.list(ROOT)) {
            return Stream.concat(guides, top)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }
}
