package io.github.licensing4j.servlet;

import static io.github.licensing4j.Credential.Source.API_KEY;
import static io.github.licensing4j.Credential.Source.BEARER;
import static io.github.licensing4j.Credential.Source.DPOP;
import static io.github.licensing4j.Credential.Source.LICENSE_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.Credential;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("rfc6750")
final class CredentialTest {
    private final FakeLicensing licensing = new FakeLicensing();

    private static final class Handler extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            response.setStatus(200);
        }
    }

    @Test
    void readsEachSource() throws Exception {
        assertThat(read("Authorization: Bearer abc")).containsExactly(new Credential(BEARER, "abc"));
        assertThat(read("authorization: bEARER   abc ")).containsExactly(new Credential(BEARER, "abc"));
        assertThat(read("Authorization: DPoP abc")).containsExactly(new Credential(DPOP, "abc"));
        assertThat(read("X-API-Key: lk_live_1")).containsExactly(new Credential(API_KEY, "lk_live_1"));
        assertThat(read("License-Token: abc")).containsExactly(new Credential(LICENSE_TOKEN, "abc"));
    }

    @Test
    void ignoresOtherFields() throws Exception {
        assertThat(read("Authorization: Basic YTpi")).isEmpty();
        assertThat(read("Authorization: Bearerx abc")).isEmpty();
        assertThat(read("Cookie: License-Token=abc")).isEmpty();
        assertThat(readFrom("/any?access_token=abc&X-API-Key=abc&License-Token=abc"))
                .isEmpty();
    }

    @Test
    void countsEmptyCredential() throws Exception {
        assertThat(read("Authorization: Bearer")).containsExactly(new Credential(BEARER, ""));
    }

    @Test
    void countsEachOfTwoCredentials() throws Exception {
        assertThat(read("Authorization: Bearer a", "Authorization: Bearer b")).hasSize(2);
        assertThat(read("Authorization: Bearer a", "Authorization: Basic b")).hasSize(2);
        assertThat(read("Authorization: Basic a", "Authorization: Bearer b")).hasSize(2);
        assertThat(read("Authorization: Bearer a, Bearer b")).hasSize(2);
        assertThat(read("Authorization: Bearer a", "X-API-Key: b")).hasSize(2);
        assertThat(read("X-API-Key: a", "X-API-Key: b")).hasSize(2);
        assertThat(read("License-Token: a", "Authorization: DPoP a", "X-API-Key: b"))
                .hasSize(3);
    }

    @Test
    void refusesTwoCredentialsWith400() throws Exception {
        licensing.identify = FakeLicensing::strictly;
        try (var server = serve(EnumSet.allOf(Credential.Source.class))) {
            assertThat(server.rawStatus("GET", "/any", "Authorization: Bearer a", "Authorization: Bearer b"))
                    .isEqualTo(400);
            assertThat(server.rawStatus("GET", "/any", "Authorization: Bearer a"))
                    .isEqualTo(200);
            assertThat(server.rawStatus("GET", "/any")).isEqualTo(401);
        }
    }

    @Test
    void readsOnlyTheConfiguredSources() throws Exception {
        try (var server = serve(Set.of(LICENSE_TOKEN))) {
            server.raw("GET", "/any", "Authorization: Bearer a", "Authorization: Basic b", "X-API-Key: b");
        }
        assertThat(lastCall().credentials()).isEmpty();
    }

    @Test
    void detectsForwardedRequests() throws Exception {
        read("X-API-Key: a");
        assertThat(lastCall().peer()).isEqualTo(new Call.Peer("127.0.0.1", Call.Route.DIRECT));
        read("X-Forwarded-For: 203.0.113.9");
        assertThat(lastCall().peer()).isEqualTo(new Call.Peer("127.0.0.1", Call.Route.FORWARDED));
        read("Forwarded: for=203.0.113.9");
        assertThat(lastCall().peer().route()).isEqualTo(Call.Route.FORWARDED);
    }

    private List<Credential> read(String... lines) throws Exception {
        return readFrom("/any", lines);
    }

    private List<Credential> readFrom(String target, String... lines) throws Exception {
        try (var server = serve(EnumSet.allOf(Credential.Source.class))) {
            assertThat(server.rawStatus("GET", target, lines)).isEqualTo(200);
        }
        return lastCall().credentials();
    }

    private Call lastCall() {
        List<Call> calls = List.copyOf(licensing.identified);
        return calls.get(calls.size() - 1);
    }

    private Containers.Running serve(Set<Credential.Source> sources) {
        var filter = licensing.filterBuilder().credentials(sources).build();
        return Containers.JETTY.start(List.of(filter), Map.of("/*", new Handler()));
    }
}
