package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.config.Customizer.withDefaults;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** Tests pages of other origins at the paths of callers, with and without Spring Security. */
@Tag("4.4.5")
class CallerOriginsTest {
    private static final String PAGE = "https://app.example";

    @EnableAutoConfiguration
    static class App {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class SecuredApp {
        @Bean
        UrlBasedCorsConfigurationSource corsConfigurationSource() {
            CorsConfiguration own = new CorsConfiguration();
            own.setAllowedOrigins(List.of("https://host.example"));
            UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
            source.registerCorsConfiguration("/**", own);
            return source;
        }

        @Bean
        SecurityFilterChain security(HttpSecurity http, LicenseAuthenticationConfigurer licenses) throws Exception {
            return http.cors(withDefaults())
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .with(licenses, withDefaults())
                    .build();
        }
    }

    @Test
    void allowsConfiguredOrigins() throws Exception {
        try (Host host = Host.start(App.class, Host.WITHOUT_SECURITY, "licensing.cors.allowed-origins[0]=" + PAGE)) {
            assertAllowed(host);
        }
    }

    @Test
    void allowsOriginsBehindHostCorsFilter() throws Exception {
        try (Host host = Host.start(SecuredApp.class, "licensing.cors.allowed-origins=" + PAGE)) {
            assertAllowed(host);
        }
    }

    @Test
    void answersPreflightsWithoutOrigins() throws Exception {
        try (Host host = Host.start(App.class, Host.WITHOUT_SECURITY)) {
            HttpResponse<String> preflight = preflight(host, "/licensing/v1/me");
            assertThat(preflight.statusCode()).isEqualTo(204);
            assertThat(preflight.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    @Test
    void namesThePropertyOfAWrongOrigin() {
        assertThatThrownBy(() ->
                        Host.start(App.class, Host.WITHOUT_SECURITY, "licensing.cors.allowed-origins=app.example/x"))
                .hasStackTraceContaining("licensing.cors.allowed-origins[0] is 'app.example/x': expected scheme, host");
    }

    private static void assertAllowed(Host host) throws Exception {
        HttpResponse<String> preflight = preflight(host, "/licensing/v1/me");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue(PAGE);
        HttpResponse<String> me = host.send(host.request("/licensing/v1/me")
                .header("Origin", PAGE)
                .header("Authorization", "Bearer " + host.token("free@1")));
        assertThat(me.statusCode()).isEqualTo(200);
        assertThat(me.headers().firstValue("Access-Control-Allow-Origin")).hasValue(PAGE);
        assertThat(preflight(host, "/licensing/v1/licenses").headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    private static HttpResponse<String> preflight(Host host, String path) throws Exception {
        return host.send(host.request(path)
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", PAGE)
                .header("Access-Control-Request-Method", "GET"));
    }
}
