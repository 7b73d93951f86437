package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Identification;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.KeyServer;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import io.github.licensing4j.core.credential.StatusReference;
import io.github.licensing4j.core.credential.oauth.ProviderKey;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The lists of draft-ietf-oauth-status-list, fetched by an engine that identifies calls with tokens of their issuer. */
class StatusListCallTest {
    private static final String PARTNER = "https://partner.example";
    private static final long NOW = 1_773_144_000;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final KeyFile tokenKeys = KeyFile.ephemeral();
    private final ProviderKey listKey = ProviderKey.of("list", "ES256");
    private final LicenseTokenIssuer partner =
            new LicenseTokenIssuer(PARTNER, EngineFixture.AUDIENCE, tokenKeys, clock);

    @TempDir
    Path dir;

    static Stream<JsonNode> lists() throws IOException {
        try (InputStream in = KeyFile.class.getResourceAsStream("status_list_vectors.json")) {
            return JsonMapper.shared().readTree(in).get("vectors").valueStream();
        }
    }

    private String keySet() {
        String one = JsonMapper.shared().writeValueAsString(listKey.published());
        return tokenKeys.jwks().replaceFirst("\\[", "[" + one + ",");
    }

    private String statusList(String uri, JsonNode list) {
        Map<String, Object> header = Map.of("typ", "statuslist+jwt", "alg", "ES256", "kid", "list");
        Map<String, Object> claims = Map.of("sub", uri, "iat", NOW, "exp", NOW + 3_600, "status_list", list);
        return listKey.sign(
                JsonMapper.shared().writeValueAsString(header),
                JsonMapper.shared().writeValueAsString(claims));
    }

    private String token(String uri, long index) {
        return partner.issue(new LicenseTokenRequest(
                "acme",
                "lic_1",
                PlanId.parse("pro@1"),
                Duration.ofDays(30),
                Set.of(),
                List.of(),
                Map.of(),
                null,
                null,
                new StatusReference(uri, index)));
    }

    private static String outcome(Identification result) {
        if (!(result instanceof Refused refused)) {
            return "accepted";
        }
        RefusalCode code = refused.refusal().code();
        return code == RefusalCode.CREDENTIAL_REVOKED ? "revoked" : code.text();
    }

    @ParameterizedTest
    @MethodSource("lists")
    @DisplayName("draft-ietf-oauth-status-list appendix C: a call is refused for each status but 0")
    void refusesEachStatusButValid(JsonNode vector) throws IOException {
        try (KeyServer keys = KeyServer.publishing(keySet());
                KeyServer lists = KeyServer.publishing("")) {
            String uri = lists.uri().toString();
            lists.publish(statusList(uri, vector.get("status_list")));
            TrustedIssuer trusted = new TrustedIssuer(PARTNER, keys.uri(), null, lists.uri());
            try (EngineFixture engine =
                    new EngineFixture(dir, EngineFixture.CATALOG, clock, builder -> builder.trust(trusted))) {
                vector.get("expected")
                        .forEachEntry((index, status) -> assertThat(
                                        outcome(engine.identify(token(uri, Long.parseLong(index)))))
                                .as("%s at %s", vector.get("name"), index)
                                .isEqualTo(status.asInt() == 0 ? "accepted" : "revoked"));
                long entries = vector.get("entries").asLong();
                assertThat(outcome(engine.identify(token(uri, entries)))).isEqualTo("credential-invalid");
            }
        }
    }
}
