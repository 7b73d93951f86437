package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

import io.github.licensing4j.License;
import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RequiresFeature;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tests a real server with Spring Security in front, where everything must be authenticated. */
class SecuredApplicationTest {
    @TempDir
    Path dir;

    private final HttpClient client = HttpClient.newHttpClient();
    private ConfigurableApplicationContext context;

    @RestController
    static class Reports {
        @GetMapping("/report")
        @RequiresFeature("report.read")
        String report(Authentication authentication, License license) {
            return authentication.getName() + " " + license.plan() + " " + authentication.getAuthorities();
        }

        @GetMapping("/export")
        @RequiresFeature("report.read")
        String export() {
            return "export";
        }

        @GetMapping("/paid")
        @RequiresFeature("report.read")
        String paid() {
            return "paid";
        }

        @GetMapping("/open")
        @LicenseExempt(reason = "open to any authenticated user")
        String open(Authentication authentication) {
            return authentication.getName();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Reports.class)
    static class App {
        @Bean
        SecurityFilterChain security(HttpSecurity http, LicenseAuthenticationConfigurer licenses) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.requestMatchers("/export")
                            .hasAuthority("FEATURE_export.csv")
                            .anyRequest()
                            .authenticated())
                    .with(licenses, withDefaults())
                    .build();
        }

        @Bean
        @Order(1)
        SecurityFilterChain basic(HttpSecurity http) throws Exception {
            return http.securityMatcher("/open", "/paid")
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .httpBasic(withDefaults())
                    .build();
        }
    }

    @BeforeEach
    void start() throws Exception {
        Path catalog = Files.writeString(dir.resolve("licensing.yaml"), """
                catalog: test
                features: { report.read: {}, export.csv: {}, home.page: {} }
                plans:
                  free@1:
                    features: [report.read]
                    limits: { monthly: { kind: quota, meter: calls, amount: 10, per: P1M } }
                  pro@1: { features: [report.read, export.csv] }
                endpoints:
                  - { match: "GET /", feature: home.page }
                """);
        context = new SpringApplicationBuilder(App.class)
                .run(
                        "--server.port=0",
                        "--licensing.issuer=https://test.example",
                        "--licensing.audience=test",
                        "--licensing.keys.generate=true",
                        "--licensing.catalog.location=" + catalog,
                        "--spring.security.user.name=user",
                        "--spring.security.user.password=secret",
                        "--spring.main.banner-mode=off",
                        "--logging.level.root=OFF");
    }

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void authenticatesVerifiedLicenseAndChargesOnce() throws Exception {
        HttpResponse<String> report = get("/report", bearer());
        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(report.body()).isEqualTo("acme free@1 [FEATURE_report.read]");
        assertThat(report.headers().firstValue("RateLimit").orElse("")).contains("\"monthly\";r=9");
    }

    @Test
    void answersAnonymousLikeTheFilter() throws Exception {
        HttpResponse<String> report = get("/report", "");
        assertThat(report.statusCode()).isEqualTo(401);
        assertThat(report.body()).contains("\"code\":\"credential-missing\"");
        assertThat(report.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(get("/report", "Bearer nonsense").body()).contains("\"code\":\"credential-invalid\"");
    }

    @Test
    void missingAuthorityIsForbiddenAndFree() throws Exception {
        HttpResponse<String> export = get("/export", bearer());
        assertThat(export.statusCode()).isEqualTo(403);
        assertThat(export.body()).as("rules of other paths do not count").contains("\"plans\":[\"pro@1\"]");
        assertThat(get("/report", bearer()).headers().firstValue("RateLimit").orElse(""))
                .contains("\"monthly\";r=9");
    }

    @Test
    void keepsOtherAuthentications() throws Exception {
        HttpResponse<String> open = get("/open", "Basic dXNlcjpzZWNyZXQ=");
        assertThat(open.statusCode()).isEqualTo(200);
        assertThat(open.body()).isEqualTo("user");
        assertThat(get("/paid", "Basic dXNlcjpzZWNyZXQ=").body()).contains("\"code\":\"credential-missing\"");
    }

    private String bearer() {
        return "Bearer "
                + context.getBean(LicenseTokenIssuer.class)
                        .issue(LicenseTokenRequest.of("acme", "lic_1", new PlanId("free", 1), Duration.ofHours(1)));
    }

    private HttpResponse<String> get(String path, String authorization) throws Exception {
        URI uri = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
