package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.Health;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseTokens.KeyConfirmation;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.spi.ReplayResult;
import io.github.licensing4j.spi.ReplayStore;
import io.github.licensing4j.spi.StoreException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Tests that a {@link ReplayStore} bean has the used proofs, and that {@code licensing.outage.replay} applies while it throws. */
class ReplayStoreBeanTest {
    private static final AdminContext BY = AdminContext.by("ann", "because");
    private static volatile boolean isAway;

    @TempDir
    Path dir;

    @EnableAutoConfiguration
    @Import(ReadController.class)
    static class App {}

    @EnableAutoConfiguration
    @Import(ReadController.class)
    static class AppWithStore {
        /** Has every proof already. */
        @Bean
        ReplayStore usedProofs() {
            return mark -> {
                if (isAway) {
                    throw new StoreException("the host's store does not answer");
                }
                return ReplayResult.REPLAYED;
            };
        }
    }

    /** A client with a key, and a token that is bound to it. */
    private record Client(Host host, ECKey key, String token) {
        static Client of(Host host) throws Exception {
            ECKey key = new ECKeyGenerator(Curve.P_256).generate();
            LicenseAdmin admin = host.bean(LicenseAdmin.class);
            String license = admin.licenses()
                    .create(NewLicense.of("acme", PlanId.parse("free@1")), BY)
                    .id();
            var bound = new KeyConfirmation("jkt", key.computeThumbprint().toString());
            var request = new TokenRequest(Duration.ofHours(1), Set.of(), CallerBindings.none(), bound);
            return new Client(
                    host, key, admin.tokens().mint(license, request, BY).token());
        }

        HttpResponse<String> read() throws Exception {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
            SignedJWT proof = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(new JOSEObjectType("dpop+jwt"))
                            .jwk(key.toPublicJWK())
                            .build(),
                    new JWTClaimsSet.Builder()
                            .jwtID(UUID.randomUUID().toString())
                            .claim("htm", "GET")
                            .claim("htu", "http://localhost:" + host.port() + "/read")
                            .claim("ath", Base64URL.encode(hash).toString())
                            .issueTime(Date.from(
                                    host.bean(LicensingInfo.class).clock().instant()))
                            .build());
            proof.sign(new ECDSASigner(key));
            return host.send(host.request("/read")
                    .header("Authorization", "DPoP " + token)
                    .header("DPoP", proof.serialize()));
        }
    }

    private static List<String> components(Host host) {
        return host.bean(LicensingInfo.class).health().components().stream()
                .map(Health.Component::name)
                .toList();
    }

    @Test
    void storeOfHostHasTheProofs() throws Exception {
        isAway = false;
        try (Host host = Host.start(AppWithStore.class, Host.WITHOUT_SECURITY)) {
            assertThat(components(host)).contains("replay-store");
            Client client = Client.of(host);
            assertThat(client.read().statusCode()).as("it has the proof").isEqualTo(401);
            isAway = true;
            HttpResponse<String> refused = client.read();
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("enforcement-unavailable");
            assertThat(refused.headers().firstValue("Retry-After")).contains("5");
        }
    }

    @Test
    void openAcceptsProofsWhileTheStoreIsAway() throws Exception {
        isAway = true;
        try (Host host = Host.start(AppWithStore.class, Host.WITHOUT_SECURITY, "licensing.outage.replay=open")) {
            assertThat(Client.of(host).read().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void storeIsThatOfTheLicenses() throws Exception {
        try (Host host = Host.start(App.class, Host.WITHOUT_SECURITY)) {
            assertThat(components(host)).as("in memory").doesNotContain("replay-store");
            assertThat(Client.of(host).read().statusCode()).isEqualTo(200);
        }
        try (Host host = Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                "licensing.keys.generate=false",
                "licensing.store.data-dir=" + dir.resolve("data"))) {
            assertThat(components(host)).contains("replay-store");
            assertThat(Client.of(host).read().statusCode()).isEqualTo(200);
        }
        try (Host host = Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                "licensing.keys.generate=false",
                "licensing.store.data-dir=" + dir.resolve("data"),
                "licensing.proof.dpop=off",
                "licensing.proof.signature=off")) {
            assertThat(components(host)).doesNotContain("replay-store");
        }
    }
}
