package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.config.Customizer.withDefaults;

import com.nimbusds.jwt.JWTClaimsSet;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RequiresFeature;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A resource server of Spring Security verifies access tokens, and their clients have licenses. */
class SecuredOAuthTest {
    private static final String ISSUER = "https://idp.example";
    private static final AccessTokenSigner SIGNER = new AccessTokenSigner("JWT");

    private static Host host;

    @RestController
    static class Reports {
        @GetMapping({"/report", "/opaque/report", "/basic/report", "/open/report"})
        @RequiresFeature("report.read")
        String read(Authentication authentication, License license, LicenseContext context) {
            return authentication.getClass().getSimpleName() + " " + license.customer() + " "
                    + context.scopes().stream().sorted().toList() + " "
                    + context.roles().stream().sorted().toList();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Reports.class)
    static class App {
        @Bean
        JwtDecoder decoder() {
            return NimbusJwtDecoder.withPublicKey(SIGNER.publicKey()).build();
        }

        @Bean
        InMemoryUserDetailsManager users() {
            return new InMemoryUserDetailsManager(User.withUsername("ann")
                    .password("{noop}secret")
                    .roles("OPS")
                    .build());
        }

        @Bean
        @Order(1)
        SecurityFilterChain opaque(HttpSecurity http) throws Exception {
            return http.securityMatcher("/opaque/**")
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .oauth2ResourceServer(server -> server.opaqueToken(opaque -> opaque.introspector(introspector())))
                    .build();
        }

        private static OpaqueTokenIntrospector introspector() {
            return token -> {
                if (!token.startsWith("opaque-")) {
                    throw new BadOpaqueTokenException("not active");
                }
                Map<String, Object> attributes = new HashMap<>();
                attributes.put("active", true);
                attributes.put("client_id", token.substring("opaque-".length()).replace("-bound", ""));
                attributes.put("aud", List.of("host"));
                attributes.put("scope", List.of("reports:read"));
                attributes.put("exp", Instant.now().plusSeconds(300));
                if (token.endsWith("-bound")) {
                    attributes.put("cnf", Map.of("x5t#S256", "abc"));
                }
                return new DefaultOAuth2AuthenticatedPrincipal(
                        "user-7", attributes, AuthorityUtils.createAuthorityList("SCOPE_reports:read"));
            };
        }

        @Bean
        @Order(2)
        SecurityFilterChain basic(HttpSecurity http) throws Exception {
            return http.securityMatcher("/basic/**")
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .httpBasic(withDefaults())
                    .build();
        }

        @Bean
        @Order(3)
        SecurityFilterChain open(HttpSecurity http) throws Exception {
            return http.securityMatcher("/open/**")
                    .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }

        @Bean
        @Order(4)
        SecurityFilterChain tokens(HttpSecurity http, LicenseAuthenticationConfigurer licenses) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .oauth2ResourceServer(server -> server.jwt(withDefaults()))
                    .with(licenses, withDefaults())
                    .build();
        }
    }

    @BeforeAll
    static void start() {
        host = Host.start(
                App.class,
                "licensing.oauth.spring-security=true",
                "licensing.oauth.issuers[0].issuer=" + ISSUER,
                "licensing.oauth.issuers[0].claims.roles=/realm_access/roles");
        NewLicense license = new NewLicense(
                "acme",
                PlanId.parse("free@1"),
                NewLicense.Purchase.BOUGHT,
                null,
                ZoneOffset.UTC,
                null,
                null,
                null,
                Map.of("oauth", "client-1"),
                CallerBindings.none());
        host.bean(LicenseAdmin.class).licenses().create(license, AdminContext.by("test", "test"));
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private static JWTClaimsSet.Builder claims() {
        return AccessTokenSigner.claims(ISSUER, "client-1");
    }

    private static HttpResponse<String> report(JWTClaimsSet claims) throws Exception {
        return host.get("/report", SIGNER.sign(claims));
    }

    @Test
    void tokenOfSpringSecurityLeadsToLicense() throws Exception {
        JWTClaimsSet claims = claims().claim("realm_access", Map.of("roles", List.of("analyst")))
                .build();
        HttpResponse<String> first = report(claims);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).isEqualTo("JwtAuthenticationToken acme [reports:read] [analyst]");
        HttpResponse<String> second = report(claims);
        assertThat(Host.left(second)).as("each call is charged once").isEqualTo(Host.left(first) - 1);
    }

    @Test
    void opaqueTokenOfSpringSecurityLeadsToLicense() throws Exception {
        HttpResponse<String> report = host.get("/opaque/report", "opaque-client-1");
        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(report.body()).isEqualTo("BearerTokenAuthentication acme [reports:read] []");
        assertThat(host.get("/opaque/report", "opaque-client-9").body()).contains("\"code\":\"credential-invalid\"");
        assertThat(host.get("/opaque/report", "other").statusCode()).isEqualTo(401);
    }

    @Test
    void tokenThatSpringSecurityRefusesIsRefused() throws Exception {
        String foreign = new AccessTokenSigner("JWT").sign(claims().build());
        assertThat(host.get("/report", foreign).statusCode()).isEqualTo(401);
        String token = SIGNER.sign(claims().build());
        assertThat(host.get("/report", token + "x").statusCode()).isEqualTo(401);
    }

    @Test
    void tokenThatSpringSecurityHasNotVerifiedIsRefused() throws Exception {
        String token = SIGNER.sign(claims().build());
        assertThat(host.get("/report", token).statusCode()).isEqualTo(200);
        HttpResponse<String> open = host.get("/open/report", token);
        assertThat(open.statusCode()).isEqualTo(401);
        assertThat(open.body()).contains("\"code\":\"credential-invalid\"");
    }

    @Test
    void checksWhatSpringSecurityDoesNot() throws Exception {
        for (JWTClaimsSet claims : List.of(
                claims().audience("billing-api").build(),
                claims().audience((String) null).build(),
                claims().issuer("https://other.example").build(),
                claims().claim("client_id", "client-9").build(),
                claims().claim("client_id", null).build())) {
            HttpResponse<String> report = report(claims);
            assertThat(report.statusCode()).isEqualTo(401);
            assertThat(report.body()).contains("\"code\":\"credential-invalid\"");
        }
    }

    @Test
    void holdsTokenToItsKey() throws Exception {
        for (String method : List.of("jkt", "x5t#S256")) {
            assertThat(report(claims().claim("cnf", Map.of(method, "abc")).build())
                            .statusCode())
                    .isEqualTo(401);
        }
        HttpResponse<String> opaque = host.get("/opaque/report", "opaque-client-1-bound");
        assertThat(opaque.statusCode()).isEqualTo(401);
        assertThat(opaque.body()).contains("\"code\":\"proof-required\"");
    }

    @Test
    void otherAuthenticationsHaveNoLicense() throws Exception {
        String basic =
                Base64.getEncoder().encodeToString("ann:secret".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        HttpResponse<String> report =
                host.send(host.request("/basic/report").header("Authorization", "Basic " + basic));
        assertThat(report.statusCode()).isEqualTo(401);
        assertThat(report.body()).contains("\"code\":\"credential-missing\"");
    }

    @Test
    void licenseTokenIsNoTokenOfSpringSecurity() throws Exception {
        assertThat(host.get("/report", host.token("free@1")).statusCode()).isEqualTo(401);
        HttpResponse<String> own = host.send(host.request("/report").header("License-Token", host.token("free@1")));
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(own.body()).startsWith("LicenseAuthentication acme");
    }

    @Test
    void twoCredentialsAreAmbiguous() throws Exception {
        HttpResponse<String> both = host.send(host.request("/report")
                .header("Authorization", "Bearer " + SIGNER.sign(claims().build()))
                .header("License-Token", host.token("free@1")));
        assertThat(both.statusCode()).isEqualTo(400);
        assertThat(both.body()).contains("\"code\":\"credential-ambiguous\"");
    }

    private static void refuses(String expected, String... properties) {
        String[] all = Stream.concat(Stream.of("licensing.oauth.spring-security=true"), Arrays.stream(properties))
                .toArray(String[]::new);
        assertThatThrownBy(() -> Host.start(App.class, all).close())
                .rootCause()
                .message()
                .contains(expected);
    }

    @Test
    void contradictionsFailStart() {
        String issuer = "licensing.oauth.issuers[0].issuer=" + ISSUER;
        refuses("licensing.oauth.issuers[0].issuer is not set");
        refuses("expected a number above -100", issuer, "licensing.filter.order=-100");
        refuses("expected one of the two", issuer, "licensing.oauth.issuers[0].jwks-uri=https://idp.example/keys");
    }
}
