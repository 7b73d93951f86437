package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallBuilder;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.core.credential.signature.SigningKeys;
import io.github.licensing4j.core.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The SHA-256 digests that RFC 9530 prints, as {@code Content-Digest} of signed calls of an engine. */
class Rfc9530VectorsTest extends SignedCallFixture {
    private static List<JsonNode> digests() throws IOException {
        List<JsonNode> digests = new ArrayList<>();
        try (InputStream in = SigningKeys.class.getResourceAsStream("rfc9530_examples.json")) {
            for (JsonNode row : JsonMapper.shared().readTree(in).get("checked")) {
                if (row.get("algorithm").asString().equals("sha-256")
                        && row.get("matches_with_trailing_newline").asBoolean()
                        && row.get("canonical_base64").asBoolean()) {
                    digests.add(row);
                }
            }
        }
        return digests;
    }

    private String outcome(CallBuilder call) {
        Call signed =
                call.credential(new Credential(Source.SIGNATURE, "as received")).build();
        return outcome(fixture.engine.licensing.identify(signed));
    }

    @Test
    @DisplayName("RFC 9530 appendix B: accepts each printed digest with its content, and with no other")
    void judgesPrintedDigests() throws IOException {
        assertThat(digests()).hasSizeGreaterThan(8);
        for (JsonNode row : digests()) {
            byte[] body = Base64.getDecoder().decode(row.get("body_base64").asString());
            assertThat(signer().fields("GET", RESOURCE, Map.of(), body))
                    .containsEntry(
                            "Content-Digest", "sha-256=:" + row.get("value").asString() + ":");
            assertThat(outcome(call(signer(), Map.of(), body))).isEqualTo("granted");
            CallBuilder changed = call(signer(), Map.of(), body);
            body[0] ^= 1;
            assertThat(outcome(changed.bodyDigest("SHA-256", Sha256.of(body)))).startsWith("credential-invalid");
        }
    }
}
