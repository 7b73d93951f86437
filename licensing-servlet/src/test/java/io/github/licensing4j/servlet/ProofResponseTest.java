package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.Identified;
import io.github.licensing4j.License;
import io.github.licensing4j.ProofChallenge;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The header fields of responses to calls with proofs, and the address that proofs are compared with. */
final class ProofResponseTest {
    private final FakeLicensing licensing = new FakeLicensing();
    private volatile Optional<URI> address = Optional.empty();
    private Containers.Running server;

    private record Proven(Map<String, String> responseFields) implements Identified {
        @Override
        public Optional<License> license() {
            return Optional.of(FakeLicensing.LICENSE);
        }
    }

    private static final class Handler extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getOutputStream().print("handled");
        }
    }

    @BeforeEach
    void start() {
        LicensingFilter filter = licensing
                .filterBuilder()
                .externalUri(URI.create("https://api.example.com/weather/"))
                .build();
        server = Containers.JETTY.start(List.of(filter), Map.of("/*", new Handler()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("RFC 9449 §9: writes the challenge for a nonce with exactly one DPoP-Nonce, uncacheable")
    void writesChallenge() throws Exception {
        ProofChallenge challenge =
                new ProofChallenge("DPoP error=\"use_dpop_nonce\", algs=\"ES256\"", Map.of("DPoP-Nonce", "abc"));
        licensing.identify =
                call -> new Refused(Refusal.of("dec_1", RefusalCode.PROOF_INVALID, "No nonce.", challenge));
        HttpResponse<String> answer = server.get("/any", "Authorization", "DPoP t");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate"))
                .containsExactly("DPoP error=\"use_dpop_nonce\", algs=\"ES256\"");
        assertThat(answer.headers().allValues("DPoP-Nonce")).containsExactly("abc");
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
    }

    @Test
    @DisplayName("RFC 9449 §8.2: answers a grant with the next nonce, uncacheable")
    void writesNextNonce() throws Exception {
        licensing.identify = call -> {
            assertThat(call.evidence().header("DPoP")).containsExactly("proof");
            return new Proven(Map.of("DPoP-Nonce", "next"));
        };
        HttpResponse<String> answer = server.get("/any", "Authorization", "DPoP t", "DPoP", "proof");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("DPoP-Nonce")).containsExactly("next");
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
    }

    @Test
    @DisplayName("RFC 9449 §4.3 (9): the address is below the external address, whatever Host says")
    void knowsExternalAddress() throws Exception {
        licensing.identify = call -> {
            address = addressOf(call);
            return new Proven(Map.of());
        };
        assertThat(server.get("/v1/forecast?city=x", "Authorization", "DPoP t").statusCode())
                .isEqualTo(200);
        assertThat(address).contains(URI.create("https://api.example.com/weather/v1/forecast?city=x"));
    }

    private static Optional<URI> addressOf(Call call) {
        return call.evidence().effectiveUri();
    }
}
