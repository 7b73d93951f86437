package io.github.licensing4j.core.credential.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.BodyTooLargeException;
import io.github.licensing4j.Call;
import io.github.licensing4j.CallEvidence;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.core.credential.TokenFault;
import io.github.licensing4j.core.credential.signature.SignatureProofVerifier.SignedCall;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Digests of content, and bodies that a signature does not cover. */
class ContentDigestTest {
    private static final String BODY = "{\"hello\": \"world\"}";

    private final SignatureFixture signatures = new SignatureFixture();

    private static CallEvidence evidence(String field, byte[] body) {
        return Call.builder("POST", new RequestPath.Canonical("/"))
                .header("Content-Digest", field)
                .bodyDigest("SHA-256", Draft.digest("SHA-256", body))
                .bodyDigest("SHA-512", Draft.digest("SHA-512", body))
                .build()
                .evidence();
    }

    private static boolean matches(String field, byte[] body) {
        try {
            ContentDigest.requireMatch(evidence(field, body));
            return true;
        } catch (TokenFault fault) {
            return false;
        }
    }

    private static String digest(String name, String algorithm) {
        byte[] digest = Draft.digest(algorithm, BODY.getBytes(StandardCharsets.UTF_8));
        return name + "=:" + Base64.getEncoder().encodeToString(digest) + ":";
    }

    @Test
    @DisplayName("RFC 9530 appendix B: accepts the printed digests")
    void acceptsPrintedDigests() throws IOException {
        int matched = 0;
        try (InputStream in = ContentDigestTest.class.getResourceAsStream("rfc9530_examples.json")) {
            for (JsonNode row : JsonMapper.shared().readTree(in).get("checked")) {
                if (row.get("matches_with_trailing_newline").asBoolean()
                        && row.get("canonical_base64").asBoolean()) {
                    byte[] body =
                            Base64.getDecoder().decode(row.get("body_base64").asString());
                    String field = row.get("algorithm").asString() + "=:"
                            + row.get("value").asString() + ":";
                    assertThat(matches(field, body)).as(field).isTrue();
                    body[0] ^= 1;
                    assertThat(matches(field, body)).as(field).isFalse();
                    matched++;
                }
            }
        }
        assertThat(matched).isGreaterThan(8);
    }

    @Test
    @DisplayName("RFC 9530 §2, §5: each accepted digest must match; others beside it are ignored")
    void checksEachAcceptedDigest() {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        String sha256 = digest("sha-256", "SHA-256");
        String sha512 = digest("sha-512", "SHA-512");
        assertThat(matches(sha256, body)).isTrue();
        assertThat(matches(sha512, body)).isTrue();
        assertThat(matches(sha256 + ", " + sha512, body)).isTrue();
        assertThat(matches("md5=:AAAA:, unknown=1, " + sha256, body)).isTrue();
        assertThat(matches(sha256 + ", sha-512=:AAAA:", body)).isFalse();
        assertThat(matches("sha-256=:AAAA:, " + sha512, body)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "md5=:AAAA:",
                "sha=:AAAA:, unixsum=:AAAA:, crc32c=:AAAA:",
                "sha-256",
                "sha-256=1",
                "sha-256=\"AAAA\"",
                "sha-256=(:AAAA:)",
                "SHA-256=:AAAA:",
                "sha-256=:AAAA",
                "sha-256=::"
            })
    @DisplayName("RFC 9530 §5, §6.6: refuses digests that are unsupported or malformed")
    void refusesUnsupportedDigests(String field) {
        assertThat(matches(field, BODY.getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    @DisplayName("RFC 9651 §4.2.2: refuses an algorithm that occurs twice")
    void refusesDuplicateAlgorithm() {
        String right = digest("sha-256", "SHA-256");
        assertThat(matches("sha-256=:AAAA:, " + right, BODY.getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    @DisplayName("RFC 9421 §7.2.8: a body must be covered by a digest that it has")
    void bodyMustBeCovered() {
        signatures.accepts(signatures.draft().digested(BODY).call());
        assertThat(signatures.rejects(signatures
                        .draft()
                        .digested(BODY)
                        .body("{}".getBytes(StandardCharsets.UTF_8))
                        .call()))
                .isEqualTo("Content-Digest is not the digest of the content");
        assertThat(signatures.rejects(
                        signatures.draft().digested(BODY).body(new byte[0]).call()))
                .isEqualTo("Content-Digest is not the digest of the content");
        Draft uncovered = signatures.draft().digested(BODY).without("\"content-digest\"");
        assertThat(signatures.rejects(uncovered.call()))
                .isEqualTo("the request has content and the signature does not cover content-digest");
        Draft none = signatures.draft().body(BODY.getBytes(StandardCharsets.UTF_8));
        assertThat(signatures.rejects(none.call()))
                .isEqualTo("the request has content and the signature does not cover content-digest");
    }

    @Test
    @DisplayName("RFC 9421 §7.2.8: one member of the digest does not cover the others")
    void memberDoesNotCover() {
        Draft member = signatures.draft().digested(BODY).without("\"content-digest\"");
        String value = digest("sha-256", "SHA-256").substring("sha-256=".length());
        assertThat(signatures.rejects(member.covers("\"content-digest\";key=\"sha-256\"", value)
                        .call()))
                .isEqualTo("the request has content and the signature does not cover content-digest");
        Draft strict = signatures.draft().digested(BODY).without("\"content-digest\"");
        signatures.accepts(strict.covers("\"content-digest\";sf", digest("sha-256", "SHA-256"))
                .call());
    }

    @Test
    @DisplayName("RFC 9421 §7.2.8: a body that the host cannot read is refused")
    void unreadableBodyIsRefused() {
        String cause = "the content of the request cannot be read, or was read before";
        assertThat(signatures.rejects(signatures.draft().body(null).call())).isEqualTo(cause);
        assertThat(signatures.rejects(
                        signatures.draft().digested(BODY).body(null).call()))
                .isEqualTo(cause);
    }

    @Test
    @DisplayName("A body that is too long is refused as such, after its signature is verified only")
    void longBody() {
        Draft draft = signatures.draft().digested(BODY);
        Call call = draft.call();
        SignedCall.Refused refused = (SignedCall.Refused) signatures.verifier.authenticate(withLongBody(call));
        assertThat(refused.rejected().code()).isEqualTo(RefusalCode.BODY_TOO_LARGE);
        Call forged = signatures.draft().digested(BODY).with(draft.input(), "sig=:AAAA:");
        signatures.rejects(withLongBody(forged));
        signatures.accepts(call);
    }

    /** Returns a call whose body is too long to be read. */
    private static Call withLongBody(Call call) {
        CallEvidence all = call.evidence();
        CallEvidence evidence = new CallEvidence() {
            @Override
            public Optional<URI> effectiveUri() {
                return all.effectiveUri();
            }

            @Override
            public List<String> header(String name) {
                return all.header(name);
            }

            @Override
            public Optional<X509Certificate> clientCertificate() {
                return Optional.empty();
            }

            @Override
            public Optional<byte[]> bodyDigest(String algorithm) {
                throw new BodyTooLargeException(10);
            }
        };
        return new Call(call.method(), call.path(), call.credentials(), call.peer(), evidence);
    }
}
