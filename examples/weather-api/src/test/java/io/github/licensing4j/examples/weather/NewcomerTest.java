package io.github.licensing4j.examples.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs the steps of the README in order, with its own files. */
@Tag("4.5.5")
class NewcomerTest {
    private static final String ADMIN_TOKEN = "0123456789abcdef".repeat(4);

    @TempDir
    Path dir;

    private final Path steps = ReadmeTest.root().resolve("examples/first-steps");
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void startsAndAnswersWithFilesOfReadme() throws Exception {
        try (ConfigurableApplicationContext context = start()) {
            String base = "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port");
            String api = base + "/licensing/v1/licenses";
            String license = member("id", post(api, "{\"customer\":\"acme\",\"plan\":\"free@1\"}"));
            String key = member("key", post(api + "/" + license + "/keys", "{\"name\":\"ci\"}"));

            HttpResponse<String> refused = get(base + "/v1/forecast/hourly", key);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("feature-not-licensed", "\"upgrade\":{\"plans\":[\"pro@1\"]}");
            HttpResponse<String> granted = get(base + "/v1/forecast/daily", key);
            assertThat(granted.statusCode()).isEqualTo(200);
            assertThat(granted.headers().firstValue("RateLimit-Policy"))
                    .hasValue("\"burst\";q=20;w=2, \"monthly\";q=1000");
        }
    }

    @Test
    void runsCommandLineOfReadme() throws Exception {
        start().close();
        // Exists from the package phase of licensing-core on.
        List<Path> jars = jars();
        assumeThat(jars).isNotEmpty();
        Path keys = dir.resolve("keys.json");

        assertThat(run(jars, "keygen", "--out", keys.toString())).startsWith("0 wrote key ");
        assertThat(run(jars, mint(keys))).matches("0 [\\w-]+\\.[\\w-]+\\.[\\w-]+\n");
        assertThat(run(jars, mint(dir.resolve("data/signing-keys.json")))).startsWith("0 ey");
        assertThat(run(jars, "check", steps.resolve("licensing.yaml").toString()))
                .startsWith("0 ");
        Path copy = dir.resolve("copy");
        assertThat(run(jars, "backup", "--data-dir", dir.resolve("data").toString(), "--to", copy.toString()))
                .startsWith("0 ");
        assertThat(copy).isNotEmptyDirectory();
        assertThat(run(jars, "keygen")).startsWith("2 licensing: ");
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(WeatherApplication.class)
                .run(
                        "--server.port=0",
                        "--spring.main.banner-mode=off",
                        "--spring.config.location="
                                + steps.resolve("application.yaml").toUri(),
                        "--ADMIN_TOKEN=" + ADMIN_TOKEN,
                        "--licensing.catalog.location=" + steps.resolve("licensing.yaml"),
                        "--licensing.store.data-dir=" + dir.resolve("data"));
    }

    private static List<Path> jars() throws IOException {
        Path target = ReadmeTest.root().resolve("licensing-core/target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith("-cli.jar")).toList();
        }
    }

    private static String[] mint(Path keys) {
        return ("mint --issuer https://weather.example --audience weather-api --customer acme --license lic_1"
                        + " --plan free@1 --keys " + keys)
                .split(" ", -1);
    }

    /** The exit code and everything that was written. */
    private static String run(List<Path> jars, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jars.get(0).toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + written;
    }

    private String post(String uri, String body) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(uri))
                                .header("Authorization", "Bearer " + ADMIN_TOKEN)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private HttpResponse<String> get(String uri, String key) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(uri)).header("X-API-Key", key).build(), BodyHandlers.ofString());
    }

    private static String member(String name, String json) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
        assertThat(matcher.find()).as(json).isTrue();
        return matcher.group(1);
    }
}
