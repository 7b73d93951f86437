package io.github.licensing4j.spring.springdoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.License;
import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.RequiresFeature;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the starter with the real springdoc. */
@Tag("4.5.7")
class SpringdocTest {
    @TempDir
    Path dir;

    private ConfigurableApplicationContext context;

    @RestController
    static class Reports {
        @GetMapping("/v1/report")
        @RequiresFeature("report.read")
        String report(@RequestParam String city, LicenseContext context, License license, Optional<License> maybe) {
            return city
                    + license.customer()
                    + maybe.isPresent()
                    + context.license().isPresent();
        }

        @PostMapping("/v1/report")
        String write(@RequestBody String text, LicenseContext context, License license) {
            return text + context.license().isPresent() + license.customer();
        }
    }

    @EnableAutoConfiguration
    @Import(Reports.class)
    static class App {}

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void documentsAreOpenByDefault() throws Exception {
        start();
        assertThat(get("/v3/api-docs").statusCode()).isEqualTo(200);
        assertThat(get("/v3/api-docs.yaml").statusCode()).isEqualTo(200);
        assertThat(get("/v3/api-docs/swagger-config").statusCode()).isEqualTo(200);
        assertThat(get("/swagger-ui.html").statusCode()).isEqualTo(302);
        assertThat(get("/swagger-ui/index.html").statusCode()).isEqualTo(200);
        assertThat(get("/swagger-ui/swagger-ui.css").statusCode()).isEqualTo(200);
        assertThat(get("/v1/report?city=Oslo").statusCode()).isEqualTo(401);
        assertThat(get("/v3/other").statusCode()).isEqualTo(404);
        assertThat(Files.readString(log()))
                .contains(
                        "API documents are open without a license, by licensing.documentation=allow: ", "/v3/api-docs");
    }

    @Test
    void documentsAreOpenAtConfiguredPaths() throws Exception {
        start("springdoc.api-docs.path=/docs", "springdoc.swagger-ui.path=/ui", "licensing.unannotated=deny");
        assertThat(get("/docs").statusCode()).isEqualTo(200);
        assertThat(get("/ui").statusCode()).isEqualTo(302);
        assertThat(get("/v3/api-docs").statusCode()).isEqualTo(404);
    }

    @Test
    void documentsCanNeedALicense() throws Exception {
        start("licensing.documentation=require-license");
        assertThat(get("/v3/api-docs").statusCode()).isEqualTo(401);
        assertThat(get("/swagger-ui/index.html").statusCode()).isEqualTo(401);
        assertThat(Files.readString(log())).doesNotContain("API documents are open");
    }

    @Test
    void hidesArgumentsOfLibrary() throws Exception {
        start();
        JsonNode document = JsonMapper.shared().readTree(get("/v3/api-docs").body());
        JsonNode parameters = document.at("/paths/~1v1~1report/get/parameters");
        assertThat(parameters.valueStream().map(each -> each.get("name").asString()))
                .containsExactly("city");
        assertThat(document.at("/paths/~1v1~1report/post/parameters").isMissingNode())
                .isTrue();
        assertThat(document.at("/paths/~1v1~1report/post/requestBody/content/application~1json/schema/type")
                        .asString())
                .isEqualTo("string");
        assertThat(document.at("/components/schemas").propertyNames())
                .noneMatch(name -> name.contains("License") || name.contains("Plan"));
    }

    private void start(String... properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.file.name=" + log(),
                "--licensing.issuer=https://host.example",
                "--licensing.audience=host",
                "--licensing.catalog.location=classpath:documented.yaml",
                "--licensing.keys.generate=true"));
        Arrays.stream(properties).forEach(property -> arguments.add("--" + property));
        context = new SpringApplicationBuilder(App.class).run(arguments.toArray(new String[0]));
    }

    private Path log() {
        return dir.resolve("host.log");
    }

    private HttpResponse<String> get(String path) throws Exception {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .build(),
                        BodyHandlers.ofString());
    }
}
