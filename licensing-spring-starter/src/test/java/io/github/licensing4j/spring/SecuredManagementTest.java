package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.SecurityFilterChain;

/** Tests that the host's own security authorizes managing licenses. */
class SecuredManagementTest {
    private static final String ADMIN = "0123456789abcdef0123456789abcdef";

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {
        @Bean
        SecurityFilterChain security(HttpSecurity http) throws Exception {
            return http.csrf(csrf -> csrf.disable())
                    .httpBasic(withDefaults())
                    .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }

        @Bean
        UserDetailsService users() {
            return SampleUsers.annAndBob("ROLE_ADMIN");
        }
    }

    @Test
    void authorityManagesUnderUserName() throws Exception {
        try (Host host = Host.start(App.class)) {
            HttpResponse<String> made = create(host, basic("ann"));
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            HttpResponse<String> audit =
                    host.send(host.request("/licensing/v1/audit").header("Authorization", basic("ann")));
            assertThat(audit.body()).contains("\"actor\":\"ann\"");
            // Without an admin token the admin API is off for all others.
            assertThat(create(host, basic("bob")).statusCode()).isEqualTo(404);
            assertThat(create(host, "Bearer " + ADMIN).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void tokenWorksBesideAuthority() throws Exception {
        try (Host host = Host.start(App.class, "licensing.admin.token=" + ADMIN)) {
            assertThat(create(host, basic("ann")).statusCode()).isEqualTo(201);
            assertThat(create(host, "Bearer " + ADMIN).statusCode()).isEqualTo(201);
            assertThat(create(host, basic("bob")).statusCode()).isEqualTo(401);
        }
    }

    private static HttpResponse<String> create(Host host, String authorization) throws Exception {
        return host.send(host.request("/licensing/v1/licenses")
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"customer\":\"acme\",\"plan\":\"free@1\"}")));
    }

    private static String basic(String user) {
        byte[] pair = (user + ":secret").getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
}
