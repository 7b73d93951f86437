package io.github.licensing4j.spring;

import static io.github.licensing4j.spring.Host.left;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.License;
import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.RequiresFeature;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tests CSRF, error pages and public pages of Spring Security with licensed calls. */
class SecuredCallsTest {
    private static Host host;

    @BeforeAll
    static void start() {
        host = Host.start(App.class);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @RestController
    static class Reports {
        @GetMapping("/report")
        @RequiresFeature("report.read")
        String read(@AuthenticationPrincipal License license) {
            return license.customer();
        }

        @PostMapping("/report")
        @RequiresFeature("report.read")
        String write() {
            return "written";
        }

        @GetMapping("/welcome")
        @LicenseExempt(reason = "for everybody")
        String welcome() {
            return "welcome";
        }

        @PostMapping("/feedback")
        @LicenseExempt(reason = "for everybody")
        String feedback() {
            return "thanks";
        }

        @GetMapping("/callable")
        @RequiresFeature("report.read")
        Callable<String> callable() {
            return () -> "called";
        }

        @GetMapping("/broken")
        @RequiresFeature("report.read")
        String broken() {
            throw new IllegalStateException("a mistake of the handler");
        }
    }

    @EnableAutoConfiguration
    @Import(Reports.class)
    static class App {
        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        SecurityFilterChain chain(HttpSecurity http, LicenseAuthenticationConfigurer licenses) throws Exception {
            return http.with(licenses, Customizer.withDefaults())
                    .formLogin(Customizer.withDefaults())
                    .authorizeHttpRequests(requests -> requests.requestMatchers("/welcome", "/feedback")
                            .permitAll()
                            .anyRequest()
                            .authenticated())
                    .build();
        }
    }

    @Test
    void identifiesAndCountsOnce() throws Exception {
        String free = host.token("free@1");
        var identifications = host.bean(MeterRegistry.class).timer("licensing.identify");
        long before = identifications.count();
        assertThat(left(host.get("/report", free))).isEqualTo(99);
        assertThat(identifications.count()).isEqualTo(before + 1);
    }

    @Test
    void anAsyncDispatchIsStillAuthenticated() throws Exception {
        assertThat(host.get("/callable", host.token("free@1")).body()).isEqualTo("called");
    }

    @Test
    void anErrorDispatchKeepsItsStatus() throws Exception {
        assertThat(host.get("/broken", host.token("free@1")).statusCode()).isEqualTo(500);
        assertThat(host.get("/nowhere", host.token("free@1")).statusCode()).isEqualTo(404);
    }

    @Test
    void explicitCredentialNeedsNoCsrfToken() throws Exception {
        assertThat(host.post("/report", host.token("free@1")).body()).isEqualTo("written");
        assertThat(host.post("/report", "nonsense").statusCode()).isEqualTo(401);
    }

    @Test
    void anonymousRequestNeedsCsrfToken() throws Exception {
        assertThat(host.send(host.request("/feedback").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isIn(401, 403);
        assertThat(host.post("/feedback", host.token("free@1")).body()).isEqualTo("thanks");
    }

    @Test
    void publicPageRecordsNoRefusal() throws Exception {
        var missing = host.bean(MeterRegistry.class)
                .counter("licensing.decisions", "outcome", "refused", "code", "credential-missing");
        double before = missing.count();
        assertThat(host.get("/welcome").body()).isEqualTo("welcome");
        assertThat(missing.count()).isEqualTo(before);
    }
}
