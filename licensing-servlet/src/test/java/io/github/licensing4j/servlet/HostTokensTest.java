package io.github.licensing4j.servlet;

import static io.github.licensing4j.Credential.Source.API_KEY;
import static io.github.licensing4j.Credential.Source.BEARER;
import static io.github.licensing4j.Credential.Source.DPOP;
import static io.github.licensing4j.Credential.Source.LICENSE_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.AuthenticatedToken;
import io.github.licensing4j.Call;
import io.github.licensing4j.Credential;
import io.github.licensing4j.servlet.HostTokens.HostToken;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Access tokens that a filter of the host verifies in front of the license check, over real HTTP. */
final class HostTokensTest {
    private static final AuthenticatedToken CLAIMS = new AuthenticatedToken(Map.of("client_id", "client-1"));
    private static final String VERIFIED = "verified";

    private final FakeLicensing licensing = new FakeLicensing();

    private static final class Handler extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            response.setStatus(200);
        }
    }

    /** Reads the call first, as a filter against cross-site requests does, and then verifies tokens that begin with {@code good}. */
    private record Security(LicensingFilter licenses) implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            HttpServletRequest call = (HttpServletRequest) request;
            boolean unused = licenses.pendingCall(call).hasCredential();
            String token = token(call);
            if (token.startsWith("good")) {
                request.setAttribute(VERIFIED, new HostToken(token, CLAIMS));
            }
            chain.doFilter(request, response);
        }

        private static String token(HttpServletRequest request) {
            String field = request.getHeader("Authorization");
            if (field == null) {
                return String.valueOf(request.getHeader("Cookie")).replace("token=", "");
            }
            return field.substring(field.indexOf(' ') + 1);
        }
    }

    private Containers.Running start(Containers container, LicensingFilterBuilder settings) {
        LicensingFilter filter = settings.hostTokens(
                        request -> Optional.ofNullable((HostToken) request.getAttribute(VERIFIED)))
                .build();
        return container.start(List.of(new Security(filter), filter), Map.of("/*", new Handler()));
    }

    private List<Credential> sent(Containers.Running server, String... fields) throws Exception {
        licensing.identified.clear();
        server.rawStatus("GET", "/any", fields);
        Call call = licensing.identified.poll();
        return call == null ? List.of() : call.credentials();
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void addsClaimsToVerifiedToken(Containers container) throws Exception {
        try (var server = start(container, licensing.filterBuilder())) {
            assertThat(sent(server, "Authorization: Bearer good-1"))
                    .containsExactly(new Credential(BEARER, "good-1", CLAIMS));
            assertThat(sent(server, "Authorization: DPoP good-1"))
                    .containsExactly(new Credential(DPOP, "good-1", CLAIMS));
        }
    }

    @Test
    void leavesOtherTokensUnverified() throws Exception {
        try (var server = start(Containers.TOMCAT, licensing.filterBuilder())) {
            assertThat(sent(server, "Authorization: Bearer bad-1")).containsExactly(new Credential(BEARER, "bad-1"));
            assertThat(sent(server, "X-API-Key: lk_live_1")).containsExactly(new Credential(API_KEY, "lk_live_1"));
            assertThat(sent(server)).isEmpty();
        }
    }

    @Test
    void tokenOfOtherFieldIsCredentialOfItsOwn() throws Exception {
        try (var server = start(Containers.TOMCAT, licensing.filterBuilder())) {
            assertThat(sent(server, "Cookie: token=good-1")).containsExactly(new Credential(BEARER, "good-1", CLAIMS));
            assertThat(sent(server, "Cookie: token=good-1", "X-API-Key: lk_live_1"))
                    .as("two credentials, which the engine refuses")
                    .containsExactly(new Credential(API_KEY, "lk_live_1"), new Credential(BEARER, "good-1", CLAIMS));
            assertThat(sent(server, "Cookie: token=good-1", "License-Token: good-1"))
                    .as("the same text as a license token")
                    .containsExactly(new Credential(LICENSE_TOKEN, "good-1"), new Credential(BEARER, "good-1", CLAIMS));
        }
    }

    @Test
    void readsTokenWhereAuthorizationIsNotRead() throws Exception {
        LicensingFilterBuilder settings = licensing.filterBuilder().credentials(EnumSet.of(API_KEY));
        try (var server = start(Containers.TOMCAT, settings)) {
            assertThat(sent(server, "Authorization: Bearer good-1"))
                    .containsExactly(new Credential(BEARER, "good-1", CLAIMS));
        }
    }

    @Test
    void refusesCallIfReadingFails() throws Exception {
        LicensingFilter filter = licensing
                .filterBuilder()
                .hostTokens(request -> {
                    throw new IllegalStateException("no security context");
                })
                .build();
        try (var server = Containers.TOMCAT.start(List.of(filter), Map.of("/*", new Handler()))) {
            assertThat(server.rawStatus("GET", "/any", "Authorization: Bearer good-1"))
                    .isEqualTo(503);
            assertThat(licensing.identified).isEmpty();
        }
    }

    @Test
    void showsNoToken() {
        assertThat(new HostToken("good-1", CLAIMS).toString()).doesNotContain("good-1", "client-1");
    }
}
