package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

import io.github.licensing4j.License;
import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.RequiresFeature;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the chain of the guide to Spring Security, on a real server with the admin API, keys and tokens. */
@Tag("4.5.4")
class SecurityGuideTest {
    private static final String ADMIN = "0123456789abcdef0123456789abcdef";

    private static Host host;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableMethodSecurity
    @Import(Reports.class)
    static class SecurityConfiguration {

        @Bean
        SecurityFilterChain security(HttpSecurity http, LicenseAuthenticationConfigurer licenses) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.requestMatchers("/actuator/health")
                            .permitAll()
                            .requestMatchers("/v1/export")
                            .hasAuthority("FEATURE_export.csv")
                            .requestMatchers("/ops/**")
                            .hasRole("OPS")
                            .anyRequest()
                            .authenticated())
                    .httpBasic(withDefaults())
                    .with(licenses, withDefaults())
                    .build();
        }

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(
                    User.withUsername("ann")
                            .password("{noop}secret")
                            .authorities("LICENSING_ADMIN")
                            .build(),
                    User.withUsername("bob")
                            .password("{noop}secret")
                            .roles("OPS")
                            .build());
        }
    }

    @RestController
    static class Reports {
        @GetMapping("/v1/report")
        @RequiresFeature("report.read")
        String report(@AuthenticationPrincipal License license) {
            return license.customer();
        }

        @PostMapping("/v1/report")
        @RequiresFeature("report.read")
        String write() {
            return "written";
        }

        @GetMapping("/v1/export")
        String export() {
            return "a,b";
        }

        @GetMapping("/v1/methods")
        @PreAuthorize("hasAuthority('FEATURE_export.csv')")
        String method() {
            return "a,b";
        }

        @GetMapping("/v1/scoped")
        @PreAuthorize("hasAuthority('SCOPE_write')")
        String scoped() {
            return "scoped";
        }

        @GetMapping("/ops/restart")
        @LicenseExempt(reason = "for the operators")
        String ops() {
            return "restarted";
        }
    }

    @BeforeAll
    static void start() {
        host = Host.start(
                SecurityConfiguration.class,
                "licensing.admin.token=" + ADMIN,
                "licensing.catalog.location=classpath:secured.yaml");
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @Test
    void adminTokenReachesTheAdminApi() throws Exception {
        String license = create("free@1");
        HttpResponse<String> suspended = admin("/licenses/" + license + "/suspend", "{\"reason\":\"test\"}");
        assertThat(suspended.statusCode()).as(suspended.body()).isEqualTo(200);
        assertThat(host.get("/licensing/v1/licenses/" + license, ADMIN).statusCode())
                .isEqualTo(200);
        assertThat(host.get("/licensing/v1/openapi.json", ADMIN).statusCode()).isEqualTo(200);
    }

    @Test
    void libraryAnswersWrongAdminTokens() throws Exception {
        HttpResponse<String> wrong = host.get("/licensing/v1/licenses", ADMIN + "x");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("\"code\":\"admin-unauthorized\"");
        HttpResponse<String> none =
                host.send(host.request("/licensing/v1/licenses").POST(BodyPublishers.ofString("{}")));
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.body()).contains("\"code\":\"admin-unauthorized\"");
    }

    @Test
    void callersExchangeKeysAndSeeTheirLicense() throws Exception {
        String key = key(create("free@1"));
        HttpResponse<String> byHeader =
                token(host.request("/licensing/v1/token").header("X-API-Key", key));
        assertThat(byHeader.statusCode()).as(byHeader.body()).isEqualTo(200);
        HttpResponse<String> byBasic =
                token(host.request("/licensing/v1/token").header("Authorization", basic("key", key)));
        assertThat(byBasic.statusCode()).as(byBasic.body()).isEqualTo(200);
        String access = json(byBasic).get("access_token").asString();
        assertThat(host.get("/licensing/v1/me", access).body()).contains("\"plan\":\"free@1\"");
        HttpResponse<String> made = host.send(host.request("/licensing/v1/me/keys")
                .header("X-API-Key", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(host.get("/v1/report", access).body()).isEqualTo("acme");
    }

    @Test
    void libraryRefusesWrongKeysWithoutBasic() throws Exception {
        HttpResponse<String> wrong =
                token(host.request("/licensing/v1/token").header("Authorization", basic("ann", "secret")));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(json(wrong).get("error").asString()).isEqualTo("invalid_client");
        HttpResponse<String> me = host.get("/licensing/v1/me");
        assertThat(me.statusCode()).isEqualTo(401);
        assertThat(me.body()).contains("\"code\":\"credential-missing\"");
        assertThat(host.get("/.well-known/licensing-jwks.json").statusCode()).isEqualTo(200);
    }

    @Test
    void usersWithTheAuthorityManageLicenses() throws Exception {
        HttpRequest.Builder ann =
                host.request("/licensing/v1/licenses").header("Authorization", basic("ann", "secret"));
        assertThat(host.send(ann).statusCode()).isEqualTo(200);
        HttpResponse<String> bob =
                host.send(host.request("/licensing/v1/licenses").header("Authorization", basic("bob", "secret")));
        assertThat(bob.body()).contains("\"code\":\"admin-unauthorized\"");
    }

    @Test
    @Tag("4.2.7")
    void changesOfOtherOriginsAreRefused() throws Exception {
        HttpResponse<String> forged = createAsAnn("Sec-Fetch-Site", "cross-site");
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(forged.body()).contains("\"code\":\"cross-origin-refused\"");
        assertThat(createAsAnn("Sec-Fetch-Site", "same-site").statusCode()).isEqualTo(403);
        assertThat(createAsAnn("Origin", "https://evil.example").statusCode()).isEqualTo(403);
        assertThat(createAsAnn("Origin", "null").statusCode()).isEqualTo(403);
        assertThat(createAsAnn("Origin", "http://localhost:" + host.port()).statusCode())
                .isEqualTo(201);
        assertThat(createAsAnn("Sec-Fetch-Site", "same-origin").statusCode()).isEqualTo(201);
        assertThat(createAsAnn("X-Script", "curl").statusCode()).isEqualTo(201);
    }

    @Test
    void missingFeatureNamesThePlansThatHaveIt() throws Exception {
        String token = host.token("free@1");
        for (String path : new String[] {"/v1/export", "/v1/methods"}) {
            HttpResponse<String> refused = host.get(path, token);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(json(refused).get("code").asString()).isEqualTo("feature-not-licensed");
            assertThat(json(refused).at("/upgrade/plans/0").asString()).isEqualTo("pro@1");
        }
        assertThat(Host.left(host.get("/v1/report", token))).isEqualTo(99);
        assertThat(host.get("/v1/export", host.token("pro@1")).body()).isEqualTo("a,b");
    }

    @Test
    void missingScopeIsNamed() throws Exception {
        HttpResponse<String> refused = host.get("/v1/scoped", host.token("pro@1"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(json(refused).get("code").asString()).isEqualTo("scope-missing");
        assertThat(refused.headers().firstValue("WWW-Authenticate"))
                .hasValue("Bearer error=\"insufficient_scope\", scope=\"write\"");
    }

    @Test
    void otherRulesAnswerProblemsToo() throws Exception {
        HttpResponse<String> refused = host.get("/ops/restart", host.token("pro@1"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(json(refused).get("code").asString()).isEqualTo("access-denied");
        HttpResponse<String> forgotten = host.send(host.request("/v1/report").POST(BodyPublishers.noBody()));
        assertThat(forgotten.statusCode()).isEqualTo(403);
        assertThat(json(forgotten).get("code").asString()).isEqualTo("csrf-token-invalid");
        assertThat(host.post("/v1/report", host.token("free@1")).body()).isEqualTo("written");
    }

    @Test
    void keepsHostUsers() throws Exception {
        HttpResponse<String> restarted =
                host.send(host.request("/ops/restart").header("Authorization", basic("bob", "secret")));
        assertThat(restarted.body()).isEqualTo("restarted");
        assertThat(host.send(host.request("/ops/restart").header("Authorization", basic("ann", "secret")))
                        .statusCode())
                .isEqualTo(403);
    }

    private static HttpResponse<String> createAsAnn(String header, String value) throws Exception {
        return host.send(host.request("/licensing/v1/licenses")
                .header("Authorization", basic("ann", "secret"))
                .header(header, value)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"customer\":\"acme\",\"plan\":\"free@1\"}")));
    }

    private static String create(String plan) throws Exception {
        HttpResponse<String> made = admin("/licenses", "{\"customer\":\"acme\",\"plan\":\"" + plan + "\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return json(made).get("id").asString();
    }

    private static String key(String license) throws Exception {
        return json(admin("/licenses/" + license + "/keys", "{}")).get("key").asString();
    }

    private static HttpResponse<String> admin(String path, String body) throws Exception {
        return host.send(host.request("/licensing/v1" + path)
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> token(HttpRequest.Builder request) throws Exception {
        return host.send(request.header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials")));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private static String basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
}
