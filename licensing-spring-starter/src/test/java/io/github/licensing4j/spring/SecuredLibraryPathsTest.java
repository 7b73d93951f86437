package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tests chains that deny by default, and the library's own paths where the host has configured them. */
@Tag("4.5.4")
class SecuredLibraryPathsTest {
    private static final String ADMIN = "0123456789abcdef0123456789abcdef";
    private static final String[] ELSEWHERE = {
        "licensing.admin.token=" + ADMIN, "licensing.admin.path=/manage/licensing", "server.servlet.context-path=/app"
    };

    /** Treats every bearer token as one of the host, as the resource server of Spring Security does. */
    private static final class HostTokens extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            if (request.getHeader("Authorization") == null && request.getHeader("X-API-Key") == null) {
                chain.doFilter(request, response);
            } else {
                response.setStatus(418);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class DenyingApp {
        @Bean
        SecurityFilterChain security(HttpSecurity http, LicenseAuthenticationConfigurer licenses) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().denyAll())
                    .addFilterBefore(new HostTokens(), BasicAuthenticationFilter.class)
                    .with(licenses, withDefaults())
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class RulingApp {
        @Bean
        SecurityFilterChain security(HttpSecurity http, LicenseAuthenticationConfigurer licenses) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.requestMatchers("/licensing/v1/licenses/**")
                            .denyAll()
                            .anyRequest()
                            .permitAll())
                    .with(licenses, LicenseAuthenticationConfigurer::rulesForLibraryPaths)
                    .build();
        }
    }

    @Test
    void libraryAnswersUnderItsConfiguredPath() throws Exception {
        try (Host host = Host.start(DenyingApp.class, ELSEWHERE)) {
            HttpResponse<String> made = create(host, "/app/manage/licensing");
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            assertThat(host.get("/app/manage/licensing/me", host.token("free@1"))
                            .body())
                    .contains("\"plan\":\"free@1\"");
            HttpResponse<String> exchanged = host.send(host.request("/app/manage/licensing/token")
                    .header("X-API-Key", "lk_live_unknown")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("grant_type=client_credentials")));
            assertThat(exchanged.body()).contains("\"error\":\"invalid_client\"");
            assertThat(host.get("/app/manage/licensing/status-list/0").statusCode())
                    .isNotIn(401, 403, 418);
            assertThat(host.get("/app/.well-known/licensing-jwks.json").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void rulesHoldEverywhereElse() throws Exception {
        try (Host host = Host.start(DenyingApp.class, ELSEWHERE)) {
            assertThat(host.get("/app/licensing/v1/licenses", ADMIN).statusCode())
                    .isEqualTo(418);
            assertThat(host.get("/app/manage/licensing/licenses", "another token of the host")
                            .statusCode())
                    .isEqualTo(418);
            assertThat(host.get("/app/manage/licensing-of-mine").statusCode()).isEqualTo(401);
            assertThat(host.get("/app/manage/other/%2e%2e/licensing/me").statusCode())
                    .isIn(400, 401);
        }
    }

    @Test
    void hostCanKeepItsRulesForTheLibrary() throws Exception {
        try (Host host = Host.start(RulingApp.class, "licensing.admin.token=" + ADMIN)) {
            assertThat(create(host, "/licensing/v1").statusCode()).isIn(401, 403);
            assertThat(host.get("/licensing/v1/audit", ADMIN).statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> create(Host host, String path) throws Exception {
        return host.send(host.request(path + "/licenses")
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"customer\":\"acme\",\"plan\":\"free@1\"}")));
    }
}
