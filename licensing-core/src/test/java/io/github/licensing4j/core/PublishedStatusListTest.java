package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Identified;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Refused;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.LicenseTokens.MintedToken;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.core.admin.TokenSettings;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import io.github.licensing4j.core.credential.StatusReference;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published status lists of this service's tokens, and a verifier without a store that uses them. */
class PublishedStatusListTest {
    @TempDir
    Path dir;

    private HttpServer server;
    private String base;
    private AdminFixture fixture;
    private String license;

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/status-list/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] body = list(Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)))
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        base = "http://127.0.0.1:" + server.getAddress().getPort() + "/status-list";
        TokenSettings plain = TokenSettings.defaults();
        fixture = new AdminFixture(
                dir,
                new InMemoryStore(),
                options -> options.tokens(
                        new TokenSettings(plain.ttl(), plain.refresh(), plain.refreshTtl(), "test", URI.create(base))));
        license = fixture.newLicense("pro@1");
    }

    @AfterEach
    void close() {
        server.stop(0);
        fixture.close();
    }

    private String list(int part) {
        return fixture.admin.revocations().statusList(part);
    }

    private MintedToken mint() {
        return fixture.admin.tokens().mint(license, TokenRequest.of(Duration.ofHours(1)), BY);
    }

    @Test
    @Tag("4.4.3")
    void signsOnlyListsWithTokens() {
        assertThatThrownBy(() -> list(1)).isInstanceOf(NotFoundException.class);
        // Another node allocates indexes up to the second list.
        long taken = fixture.store.revocations().nextStatusIndexes((1 << 20) + 1);
        assertThat(taken).isZero();
        assertThatThrownBy(() -> list(1)).as("within a second").isInstanceOf(NotFoundException.class);
        fixture.clock.advance(Duration.ofSeconds(1));

        assertThat(list(1)).isNotEmpty();
        assertThatThrownBy(() -> list(2)).isInstanceOf(NotFoundException.class);
    }

    private static JsonNode part(String token, int part) {
        return JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[part]));
    }

    /** Read with the JDK only, without any code of the reader under test. */
    private static byte[] bits(String token) throws Exception {
        byte[] zlib = Base64.getUrlDecoder()
                .decode(part(token, 1).get("status_list").get("lst").asString());
        try (InflaterInputStream in = new InflaterInputStream(new java.io.ByteArrayInputStream(zlib))) {
            return in.readAllBytes();
        }
    }

    @Test
    void setsBitOfRevokedToken() throws Exception {
        mint();
        MintedToken second = mint();
        JsonNode status = part(second.token(), 1).get("status").get("status_list");
        assertThat(status.get("idx").asInt()).isEqualTo(1);
        assertThat(status.get("uri").asString()).isEqualTo(base + "/0");
        assertThat(bits(list(0))).hasSize(1 << 17).containsOnly(0);
        fixture.admin.tokens().revoke(second.tokenId(), BY);
        String list = list(0);
        assertThat(bits(list)[0]).isEqualTo((byte) 2);
        assertThat(part(list, 0).get("typ").asString()).isEqualTo("statuslist+jwt");
        JsonNode claims = part(list, 1);
        assertThat(claims.get("sub").asString()).isEqualTo(base + "/0");
        assertThat(claims.get("iat").asLong()).isEqualTo(fixture.clock.instant().getEpochSecond());
        assertThat(claims.get("ttl").asLong()).isEqualTo(60);
        assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(86_400);
        assertThat(claims.get("status_list").get("bits").asInt()).isEqualTo(1);
    }

    @Test
    void signsListAgainAfterChangeOrAge() {
        String first = list(0);
        fixture.clock.advance(Duration.ofSeconds(30));
        assertThat(list(0)).isEqualTo(first);
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(list(0)).isNotEqualTo(first);
    }

    @Test
    void keepsExpiredTokenListedForAWhile() throws Exception {
        MintedToken token = mint();
        fixture.admin.tokens().revoke(token.tokenId(), BY);
        fixture.clock.advance(Duration.ofHours(1).plusMinutes(5));
        assertThat(bits(list(0))[0]).isEqualTo((byte) 1);
        fixture.clock.advance(Duration.ofHours(1));
        assertThat(bits(list(0))[0]).isZero();
    }

    @Test
    void withoutAnAddressThereIsNone(@TempDir Path elsewhere) {
        try (AdminFixture plain = new AdminFixture(elsewhere)) {
            assertThatThrownBy(() -> plain.admin.revocations().statusList(0))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("external URI");
        }
        assertThatThrownBy(() -> list(-1)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> list(1_000_000_000)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void verifierWithoutStoreRefusesListedToken(@TempDir Path elsewhere) {
        KeyFile keys = KeyFile.read(dir.resolve("signing-keys.json"));
        LicenseTokenIssuer issuer =
                new LicenseTokenIssuer(EngineFixture.ISSUER, EngineFixture.AUDIENCE, keys, fixture.clock);
        MintedToken revoked = mint();
        fixture.admin.tokens().revoke(revoked.tokenId(), BY);
        try (EngineFixture verifier = new EngineFixture(
                elsewhere,
                EngineFixture.CATALOG,
                fixture.clock,
                builder ->
                        builder.keys(keys).stored(StoreOptions.withoutStore()).statusList(URI.create(base)))) {
            assertThat(code(verifier, selfContained(issuer, base + "/0", 0))).isEqualTo("credential-revoked");
            assertThat(code(verifier, selfContained(issuer, base + "/0", 1))).isEqualTo("identified");
            assertThat(code(verifier, selfContained(issuer, base + "/0", 1 << 20)))
                    .isEqualTo("credential-invalid");
            assertThat(code(verifier, selfContained(issuer, "https://elsewhere.example/0", 1)))
                    .isEqualTo("credential-invalid");
            assertThat(verifier.built.info().health().components())
                    .anySatisfy(component -> assertThat(component.name()).isEqualTo("status-lists"));
        }
    }

    private static String selfContained(LicenseTokenIssuer issuer, String uri, long index) {
        return issuer.issue(new LicenseTokenRequest(
                "acme",
                "lic_vendor",
                PlanId.parse("pro@1"),
                Duration.ofDays(1),
                Set.of(),
                List.of(),
                Map.of(),
                null,
                null,
                new StatusReference(uri, index)));
    }

    private static String code(EngineFixture engine, String token) {
        var who = engine.licensing.identify(EngineFixture.call(new Credential(Source.BEARER, token)));
        return who instanceof Identified
                ? "identified"
                : ((Refused) who).refusal().code().text();
    }
}
