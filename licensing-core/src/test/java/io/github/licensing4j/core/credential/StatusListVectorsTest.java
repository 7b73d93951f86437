package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.core.credential.StatusListToken.Expected;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Status lists against the vectors of draft-ietf-oauth-status-list, and against malformed ones. */
class StatusListVectorsTest {
    private static final JsonNode VECTORS = vectors();

    private static JsonNode vectors() {
        try (InputStream in = StatusListVectorsTest.class.getResourceAsStream("status_list_vectors.json")) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<JsonNode> lists() {
        return VECTORS.get("vectors").valueStream();
    }

    @ParameterizedTest
    @MethodSource("lists")
    void readsEveryStatusOfEveryVector(JsonNode vector) throws Exception {
        JsonNode sent = vector.get("status_list");
        StatusList list = StatusList.inflate(
                sent.get("bits").asInt(),
                Base64.getUrlDecoder().decode(sent.get("lst").asString()));
        int entries = vector.get("entries").asInt();
        assertThat(list.size()).isEqualTo(entries);
        JsonNode expected = vector.get("expected");
        JsonNode others = vector.get("all_other");
        int judged = 0;
        for (int i = 0; i < entries; i++) {
            JsonNode one = expected.get(Integer.toString(i));
            if (one != null || !others.isNull()) {
                assertThat(list.at(i))
                        .as("%s at %s", vector.get("name"), i)
                        .isEqualTo((one == null ? others : one).asInt());
                judged++;
            }
        }
        assertThat(judged)
                .isEqualTo(others.isNull() ? expected.size() : entries)
                .isPositive();
        assertThat(list.at(entries)).isEqualTo(-1);
        assertThat(list.at(Long.MAX_VALUE)).isEqualTo(-1);
        assertThat(list.at(-1)).isEqualTo(-1);
    }

    @Test
    void thereAreSixVectors() {
        assertThat(lists()).hasSize(6);
    }

    @Test
    void verifiesTheTokenOfTheDraft() throws Exception {
        JsonNode sample = VECTORS.get("status_list_token_jwt");
        List<VerificationKey> keys = JwkSets.readPublished(
                JwkSets.parse("{\"keys\":[" + sample.get("public_jwk") + "]}", "the draft"), "the draft");
        KeySource source = new FixedKeys(keys);
        TrustAnchor anchor = new TrustAnchor("https://example.com", "any", List.of(source));
        String uri = sample.get("claims").get("sub").asString();
        long iat = sample.get("claims").get("iat").asLong() * 1000;
        String raw = sample.get("raw").asString();
        StatusListToken token = StatusListToken.verify(raw, new Expected(uri, anchor, 30_000), iat + 1000);
        assertThat(token.ttlSeconds()).isEqualTo(43_200);
        assertThat(token.expiresMillis()).isEqualTo(2_291_720_170_000L);
        assertThat(token.list().at(0)).isEqualTo(1);
        assertThat(token.list().at(1)).isZero();
        assertThatThrownBy(() -> StatusListToken.verify(raw, new Expected(uri + "2", anchor, 30_000), iat))
                .hasMessageContaining("'sub'");
    }

    private record FixedKeys(List<VerificationKey> keys) implements KeySource {
        @Override
        public Lookup find(String kid) {
            return keys.stream()
                    .filter(key -> key.kid().equals(kid))
                    .<Lookup>map(Lookup.Found::new)
                    .findFirst()
                    .orElseGet(Lookup.Unknown::new);
        }

        @Override
        public io.github.licensing4j.Health.Component health() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onChange(Runnable listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // No resource is open.
        }
    }

    @Test
    void readsWrittenList() throws Exception {
        List<Integer> ones = List.of(0, 7, 8, 1_048_575);
        StatusList list = StatusList.inflate(1, StatusList.deflate(1 << 20, ones));
        assertThat(list.size()).isEqualTo(1 << 20);
        for (int i = 0; i < 1 << 20; i++) {
            if (list.at(i) == 1) {
                assertThat(ones).contains(i);
            }
        }
        ones.forEach(place -> assertThat(list.at(place)).isEqualTo(1));
    }

    @Test
    void aBombIsNotInflated() {
        assertThatThrownBy(() -> StatusList.inflate(1, zlib(new byte[StatusList.MAX_BYTES + 1])))
                .isInstanceOf(TokenFault.class)
                .hasMessageContaining("inflates to more than 1048576 bytes");
        assertThatThrownBy(() -> StatusList.inflate(1, zlib(new byte[64 * 1024 * 1024])))
                .isInstanceOf(TokenFault.class);
    }

    @Test
    void readsLargestList() throws Exception {
        assertThat(StatusList.inflate(1, zlib(new byte[StatusList.MAX_BYTES])).size())
                .isEqualTo(8L * StatusList.MAX_BYTES);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, 5, 16, Long.MAX_VALUE})
    void otherNumbersOfBitsAreRefused(long bits) {
        assertThatThrownBy(() -> StatusList.inflate(bits, zlib(new byte[2]))).hasMessageContaining("'bits'");
    }

    @Test
    void refusesIncompleteZlibStream() {
        byte[] good = zlib(new byte[] {1, 2, 3});
        assertThatThrownBy(() -> StatusList.inflate(1, Arrays.copyOf(good, good.length - 1)))
                .isInstanceOf(TokenFault.class);
        assertThatThrownBy(() -> StatusList.inflate(1, Arrays.copyOf(good, good.length + 1)))
                .hasMessageContaining("after its end");
        assertThatThrownBy(() -> StatusList.inflate(1, new byte[0])).isInstanceOf(TokenFault.class);
        assertThatThrownBy(() -> StatusList.inflate(1, new byte[] {1, 2, 3, 4})).isInstanceOf(TokenFault.class);
        byte[] raw = Arrays.copyOfRange(good, 2, good.length - 4);
        assertThatThrownBy(() -> StatusList.inflate(1, raw)).isInstanceOf(TokenFault.class);
    }

    private static byte[] zlib(byte[] bytes) {
        Deflater deflater = new Deflater();
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[8192];
        while (!deflater.finished()) {
            out.write(chunk, 0, deflater.deflate(chunk));
        }
        deflater.end();
        return out.toByteArray();
    }

    @Test
    void requestsThatMakeNoSenseAreRefused() {
        for (Map.Entry<Integer, List<Integer>> wrong :
                Map.of(0, List.<Integer>of(), 8, List.of(8), 9, List.of(-1)).entrySet()) {
            assertThatThrownBy(() -> new StatusListRequest(
                            "https://a",
                            wrong.getKey(),
                            wrong.getValue(),
                            java.time.Duration.ofMinutes(1),
                            java.time.Duration.ofMinutes(2)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
