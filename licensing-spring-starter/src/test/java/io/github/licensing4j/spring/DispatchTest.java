package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RequiresFeature;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** Tests the charges of each way of a request through Spring MVC, on a real server. */
@Tag("rule-3.10")
class DispatchTest {
    @TempDir
    Path dir;

    private final HttpClient client = HttpClient.newHttpClient();
    private ConfigurableApplicationContext context;
    private String token = "";

    interface Contract {
        @RequiresFeature("base")
        @GetMapping("/interface")
        String inherited();
    }

    @RestController
    @RequiresFeature("base")
    static class Endpoints implements Contract {
        @GetMapping("/callable")
        Callable<String> callable() {
            return () -> "later";
        }

        @GetMapping("/deferred")
        DeferredResult<String> deferred() {
            DeferredResult<String> result = new DeferredResult<>();
            Thread sender = new Thread(() -> result.setResult("later"));
            sender.start();
            return result;
        }

        @GetMapping("/never")
        DeferredResult<String> never() {
            return new DeferredResult<>(50L);
        }

        @GetMapping("/fails")
        String fails() {
            throw new IllegalStateException("the handler's own fault");
        }

        @GetMapping("/absent")
        String absent() {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }

        @GetMapping("/method")
        @RequiresFeature("extra")
        String method() {
            return "method goes before class";
        }

        @Override
        public String inherited() {
            return "inherited";
        }

        @GetMapping("/left")
        @LicenseExempt(reason = "shows the rest free of charge")
        String left(LicenseContext license) {
            return license.license().isPresent() ? "licensed" : "anonymous";
        }
    }

    @Controller
    static class Forwarding {
        @GetMapping("/to-base")
        @RequiresFeature("base")
        String toBase() {
            return "forward:/target";
        }

        @GetMapping("/to-extra")
        @RequiresFeature("base")
        String toExtra() {
            return "forward:/method";
        }

        @GetMapping("/target")
        @ResponseBody
        @RequiresFeature("base")
        String target(HttpServletRequest request) {
            return "forwarded from " + request.getAttribute("jakarta.servlet.forward.request_uri");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            excludeName = {
                "org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration",
                "org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration"
            })
    @Import({Endpoints.class, Forwarding.class})
    static class App {
        @Bean
        RouterFunction<ServerResponse> routes() {
            return RouterFunctions.route()
                    .GET("/function", request -> ServerResponse.ok().body("function"))
                    .build();
        }
    }

    @BeforeEach
    void start() throws Exception {
        Path catalog = Files.writeString(dir.resolve("licensing.yaml"), """
                catalog: test
                features: { base: {}, extra: {} }
                plans:
                  free@1:
                    features: [base]
                    limits:
                      monthly:  { kind: quota, meter: calls, amount: 100, per: P1M }
                      parallel: { kind: concurrency, max: 1 }
                endpoints:
                  - { match: "GET /function", feature: base, charge: { calls: 5 } }
                """);
        context = new SpringApplicationBuilder(App.class)
                .run(
                        "--server.port=0",
                        "--licensing.issuer=https://test.example",
                        "--licensing.audience=test",
                        "--licensing.keys.generate=true",
                        "--licensing.catalog.location=" + catalog,
                        "--management.endpoints.web.exposure.include=*",
                        "--spring.main.banner-mode=off",
                        "--logging.level.root=OFF");
        token = context.getBean(LicenseTokenIssuer.class)
                .issue(LicenseTokenRequest.of("acme", "lic_1", new PlanId("free", 1), Duration.ofHours(1)));
    }

    @AfterEach
    void stop() {
        context.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/callable, 200, 1",
        "/deferred, 200, 1",
        "/never,    503, 0",
        "/fails,    500, 0",
        "/absent,   404, 1",
        "/interface, 200, 1",
        "/method,   403, 0",
        "/function, 200, 5",
        "/to-base,  200, 1",
        "/to-extra, 403, 1",
        "/nowhere,  404, 0",
        "/left,     200, 0",
        "/actuator/licensing, 200, 0"
    })
    void chargesByFinalStatus(String path, int status, int charged) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(status);
        // One at a time is allowed: the next call passes once the one before has been settled, and not sooner.
        HttpResponse<String> next = get("/target");
        for (int tries = 0; next.statusCode() == 429 && tries < 1000; tries++) {
            next = get("/target");
        }
        assertThat(next.headers().firstValue("RateLimit").orElse(""))
                .startsWith("\"monthly\";r=" + (100 - charged - 1) + ";")
                .endsWith("\"parallel\";r=0");
    }

    @Test
    void listsEveryEndpointAndIsHealthy() throws Exception {
        assertThat(get("/actuator/licensing").body()).contains("Endpoints#method", "\"extra\"", "shows the rest");
        assertThat(context.getBean(HealthReport.class).health().status()).isEqualTo(Health.Status.UP);
        assertThat(get("/actuator/health").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
    }
}
