package io.github.licensing4j.spring.springdoc;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.Match;
import io.github.licensing4j.Metered;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RequiresFeature;
import io.github.licensing4j.RequiresScope;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.Catalogs;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A host with springdoc, a catalog file that can be replaced, and calls to it. */
final class DescribedHost implements AutoCloseable {
    static final AdminContext BY = AdminContext.by("test");

    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();

    @RestController
    static class Reports {
        @GetMapping("/v1/report")
        @RequiresFeature("report.read")
        @Operation(description = "Reads the report.")
        String report() {
            return "report";
        }

        @PostMapping("/v1/report")
        @RequiresFeature(
                value = {"report.read", "report.export"},
                match = Match.ANY)
        @RequiresScope("reports.write")
        @ApiResponse(responseCode = "200", description = "Written.")
        @ApiResponse(responseCode = "403", description = "Of the host.")
        @Operation(security = @SecurityRequirement(name = "own"))
        String write() {
            return "written";
        }

        @GetMapping("/v1/export/{year:\\d{4}}/{name}/")
        String export(@PathVariable int year, @PathVariable String name) {
            return name + year;
        }

        @GetMapping("/v1/tokens")
        @Metered(meter = "tokens", units = 5, reserve = 2)
        String tokens() {
            return "tokens";
        }

        @GetMapping(value = "/v1/search", params = "name")
        @RequiresFeature("report.read")
        String byName() {
            return "name";
        }

        @GetMapping(value = "/v1/search", params = "id")
        @LicenseExempt(reason = "public")
        String byId() {
            return "id";
        }

        @RequestMapping("/v1/any")
        String any() {
            return "any";
        }

        @GetMapping("/open")
        @LicenseExempt(reason = "public")
        String open() {
            return "open";
        }

        @GetMapping("/outside")
        String outside() {
            return "outside";
        }
    }

    @EnableAutoConfiguration
    @Import(Reports.class)
    static class App {}

    private DescribedHost(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static DescribedHost start(Path dir, Class<?> app, String... properties) throws IOException {
        Path catalog = dir.resolve("licensing.yaml");
        try (InputStream in = Objects.requireNonNull(DescribedHost.class.getResourceAsStream("/described.yaml"))) {
            Files.write(catalog, in.readAllBytes());
        }
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--licensing.issuer=https://host.example",
                "--licensing.audience=host",
                "--licensing.catalog.location=" + catalog.toUri(),
                "--licensing.filter.exclude=/outside/**",
                "--licensing.keys.generate=true"));
        Arrays.stream(properties).forEach(property -> arguments.add("--" + property));
        return new DescribedHost(new SpringApplicationBuilder(app).run(arguments.toArray(new String[0])));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    LicenseAdmin admin() {
        return bean(LicenseAdmin.class);
    }

    /** Creates a license of a customer. */
    String license(String customer, String plan) {
        return admin().licenses()
                .create(NewLicense.of(customer, PlanId.parse(plan)), BY)
                .id();
    }

    /** Creates a key of a license, with scopes. */
    String key(String license, String... scopes) {
        return admin().keys()
                .create(license, new KeyRequest("", Set.of(scopes), CallerBindings.none(), null), BY)
                .key();
    }

    /** Replaces the catalog file; the new catalog is in force afterwards. */
    void replace(String text) {
        Catalogs catalogs = admin().catalogs();
        catalogs.replace(text, catalogs.current().hash(), BY);
    }

    JsonNode document() throws Exception {
        return document("/v3/api-docs");
    }

    JsonNode document(String path) throws Exception {
        HttpResponse<String> response = call("GET", path, null);
        if (response.statusCode() != 200) {
            throw new IllegalStateException(path + " answers " + response.statusCode());
        }
        return JsonMapper.shared().readTree(response.body());
    }

    HttpResponse<String> call(String method, String path, String key) throws Exception {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, BodyPublishers.noBody());
        Optional.ofNullable(key).ifPresent(value -> request.header("X-API-Key", value));
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        context.close();
    }
}
