package io.github.licensing4j.examples.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows the guide "Getting started" and the README: starts the files that they show and runs their commands. */
@Tag("4.5.5")
class GettingStartedTest {
    private static final String ADMIN_TOKEN = "0123456789abcdef".repeat(4);
    private static final String STEPS = "examples/first-steps/";

    @TempDir
    static Path dir;

    private static GuideApplication application;

    @BeforeAll
    static void startFilesOfGuide() throws IOException {
        for (GuideBlock block : GuideBlock.of("docs/getting-started.md")) {
            if (block.file().startsWith(STEPS)) {
                Path file = dir.resolve(block.file().substring(STEPS.length()));
                Files.createDirectories(file.getParent());
                Files.writeString(file, block.text());
            }
        }
        application = GuideApplication.start(dir, "weather.WeatherApplication", Map.of("ADMIN_TOKEN", ADMIN_TOKEN));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        application.stop();
    }

    @Test
    void guideShowsWholeExample() throws IOException {
        Path example = ReadmeTest.root().resolve(STEPS);
        try (Stream<Path> files = Files.walk(example)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = example.relativize(file).toString();
                if (!name.startsWith("target") && !name.startsWith("data")) {
                    assertThat(dir.resolve(name)).hasSameTextualContentAs(file);
                }
            }
        }
    }

    @Test
    void namesCurrentVersions() throws IOException {
        String version = version(ReadmeTest.read("pom.xml"), "<artifactId>licensing-parent</artifactId>");
        String boot = between(ReadmeTest.read("examples/weather-api/pom.xml"), "<spring-boot.version>");
        assertThat(version(
                        Files.readString(dir.resolve("pom.xml")), "<artifactId>licensing-spring-starter</artifactId>"))
                .isEqualTo(version);
        assertThat(version(ReadmeTest.read("README.md"), "<artifactId>licensing-spring-starter</artifactId>"))
                .isEqualTo(version);
        assertThat(version(
                        Files.readString(dir.resolve("pom.xml")),
                        "<artifactId>spring-boot-starter-parent</artifactId>"))
                .isEqualTo(boot);
    }

    @Test
    void guideRequestsAnswerAsStated() throws Exception {
        assertThat(answerAsStated("docs/getting-started.md")).isEqualTo(9);
    }

    @Test
    void readmeRequestsAnswerAsStated() throws Exception {
        assertThat(answerAsStated("README.md")).isEqualTo(2);
    }

    @Test
    @Tag("without-boot")
    void runsCommandLine() throws Exception {
        // Exists from the package phase of licensing-core on.
        List<Path> jars = jars();
        assumeThat(jars).isNotEmpty();
        for (GuideBlock block : GuideBlock.of("docs/getting-started.md")) {
            if (block.text().contains("-cli.jar keygen")) {
                String commands =
                        block.text().replaceAll("\\S+-cli\\.jar", jars.get(0).toString());
                assertThat(bash(commands + "echo $TOKEN")).matches("ey[\\w-]+\\.[\\w-]+\\.[\\w-]+\n");
            }
        }
        String cli = GuideApplication.java() + " -jar " + jars.get(0) + " ";
        assertThat(bash(cli + "check licensing.yaml; echo $?")).endsWith("0\n");
        Path migrated = ReadmeTest.root().resolve("examples/migration/licensing.yaml");
        assertThat(bash(cli + "check " + migrated + "; echo $?"))
                .doesNotContain("warning")
                .endsWith("0\n");
        assertThat(bash(cli + "backup --data-dir data --to copy; echo $?")).endsWith("0\n");
        assertThat(dir.resolve("copy")).isNotEmptyDirectory();
        assertThat(bash(cli + "keygen 2>&1; echo $?")).startsWith("licensing: ").endsWith("2\n");
    }

    /** Runs the requests of a document and compares each answer with the comment beside it; returns how many there were. */
    private static int answerAsStated(String document) throws Exception {
        StringBuilder script = new StringBuilder();
        List<String> commands = GuideBlock.of(document).stream()
                .filter(GuideBlock::isScript)
                .filter(block -> !block.text().contains("-cli.jar"))
                .flatMap(block -> block.text().lines())
                .toList();
        for (String line : commands) {
            script.append(isRequest(line) ? "echo; echo ==\n" : "").append(line).append('\n');
        }
        String port = "localhost:" + application.port();
        String[] answers =
                bash(script.toString().replace("localhost:8080", port)).split("\n==\n", -1);
        List<String> requests =
                commands.stream().filter(GettingStartedTest::isRequest).toList();
        assertThat(answers).hasSize(requests.size() + 1);
        for (int i = 0; i < requests.size(); i++) {
            String[] stated = requests.get(i)
                    .substring(requests.get(i).indexOf("  # ") + 4)
                    .split(", ", -1);
            assertThat(answers[i + 1])
                    .as(requests.get(i))
                    .startsWith("HTTP/1.1 " + stated[0])
                    .contains(stated);
        }
        return requests.size();
    }

    private static boolean isRequest(String line) {
        return line.contains("  # ") && !line.contains("$(");
    }

    private static String bash(String script) throws Exception {
        Path file = Files.writeString(dir.resolve("script.sh"), script);
        ProcessBuilder command = new ProcessBuilder("bash", file.toString()).directory(dir.toFile());
        command.environment().put("ADMIN_TOKEN", ADMIN_TOKEN);
        Process process = command.redirectError(dir.resolve("stderr").toFile()).start();
        String written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(Files.readString(dir.resolve("stderr")))
                .isZero();
        return written;
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(ReadmeTest.root().resolve("licensing-core/target"))) {
            return files.filter(file -> file.toString().endsWith("-cli.jar")).toList();
        }
    }

    private static String version(String document, String artifact) {
        return between(document.substring(document.indexOf(artifact)), "<version>");
    }

    private static String between(String text, String start) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf('<', from));
    }
}
