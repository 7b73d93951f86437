package io.github.licensing4j.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.licensing4j.core.hash.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The command that imports keys of another system: exports in, digests out. */
class ImportKeysTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String KEY = "sk_live_0123456789abcdefghijklmnop";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<JsonNode> imports = new CopyOnWriteArrayList<>();
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @TempDir
    Path directory;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/v1/licenses",
                exchange -> answer(
                        exchange,
                        exchange.getRequestURI().getRawQuery().contains("cursor=c2%26%2B")
                                ? "{\"licenses\":[{\"id\":\"lic_2\",\"external\":{\"crm\":\"user_2\"}},"
                                        + "{\"id\":\"lic_3\",\"external\":{\"crm\":\"twice\"}},"
                                        + "{\"id\":\"lic_4\",\"external\":{\"crm\":\"twice\"}}]}"
                                : "{\"licenses\":[{\"id\":\"lic_1\",\"external\":{\"crm\":\"user_1\"}}],\"next\":\"c2&+\"}"));
        server.createContext("/v1/keys/import", exchange -> {
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            if (bytes.length > 64 * 1024) {
                exchange.sendResponseHeaders(413, -1);
                exchange.close();
                return;
            }
            String body = new String(bytes, StandardCharsets.UTF_8);
            sent.add(body);
            JsonNode request = MAPPER.readTree(body);
            request.path("keys").forEach(imports::add);
            ObjectNode report = MAPPER.createObjectNode();
            ArrayNode keys = report.putArray("keys");
            request.path("keys")
                    .forEach(key -> keys.addObject()
                            .put("outcome", key.path("license").asString().equals("lic_none") ? "refused" : "imported")
                            .put("cause", "no such license"));
            answer(exchange, report.toString());
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int run(String form, String content, String... options) throws IOException {
        Path file = Files.writeString(directory.resolve("export"), content);
        List<String> arguments = new ArrayList<>(List.of(
                "import-keys",
                "--url",
                "http://localhost:" + server.getAddress().getPort() + "/v1",
                "--from",
                form,
                file.toString()));
        arguments.addAll(List.of(options));
        return new Main(
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Map.of(AdminClient.TOKEN, "an-admin-token-of-at-least-32-characters"))
                .run(arguments.toArray(String[]::new));
    }

    private Stream<String> imported() {
        return imports.stream()
                .map(key ->
                        key.path("hash").asString() + " " + key.path("license").asString());
    }

    @Test
    void readsCsv() throws IOException {
        int code = run("csv", """
                key,license,external,name,scopes,expires
                %s,lic_9,,"Bob's, ""main"" key",a b,2030-01-31T00:00:00Z
                other_0123456789,,user_2,,,
                """.formatted(KEY), "--system", "crm");

        assertThat(code).as(out.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(imported()).containsExactly(Sha256.hex(KEY) + " lic_9", Sha256.hex("other_0123456789") + " lic_2");
        assertThat(imports.get(0).path("name").asString()).isEqualTo("Bob's, \"main\" key");
        assertThat(imports.get(0).path("scopes").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(imports.get(0).path("masked").asString()).isEqualTo("sk_liv…mnop");
        assertThat(imports.get(0).path("expires").asString()).isEqualTo("2030-01-31T00:00:00Z");
        assertThat(printed()).isEqualTo("imported 2, unchanged 0, refused 0\n");
        assertThat(String.join("", sent)).doesNotContain(KEY);
    }

    @Test
    void readsLines() throws IOException {
        String hash = Sha256.hex(KEY);
        int code = run("ndjson", """
                {"hash":"%s","license":"lic_1","scopes":["x"]}

                {"hash":"%s","license":"lic_none"}
                """.formatted(hash, Sha256.hex("b")), "--dry-run");

        assertThat(code).isEqualTo(1);
        assertThat(imported()).startsWith(hash + " lic_1");
        assertThat(sent.get(0)).contains("\"dryRun\":true");
        assertThat(printed()).isEqualTo("refused line 3: no such license\nwould import 1, unchanged 0, refused 1\n");
    }

    /** The responses of {@code apis.listKeys}, one page a line, and the body of {@code keys.migrateKeys}. */
    @Test
    void readsUnkey() throws IOException {
        String pages = """
                {"meta":{"requestId":"req_1"},"data":[{"keyId":"key_1","start":"sk_live","enabled":true,"name":"main","createdAt":1704067200000,\
                "expires":1893456000000,"permissions":["a"],"identity":{"id":"id_1","externalId":"user_1"},"plaintext":"%s"}],"pagination":{"hasMore":true}}
                {"data":[{"keyId":"key_2","enabled":false,"identity":{"externalId":"user_2"},"plaintext":"x"},{"keyId":"key_3","start":"sk_li","identity":{"externalId":"user_2"}}]}
                """.formatted(KEY);

        assertThat(run("unkey", pages, "--system", "crm")).isEqualTo(1);

        assertThat(imported()).containsExactly(Sha256.hex(KEY) + " lic_1");
        assertThat(imports.get(0).path("masked").asString()).isEqualTo("sk_live…");
        assertThat(imports.get(0).path("expires").asString()).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(printed()).isEqualTo("""
                refused line 2, key 1: the key is disabled
                refused line 2, key 2: expected the key or its SHA-256
                imported 1, unchanged 0, refused 2
                """);
    }

    @Test
    void readsUnkeyHashes() throws IOException {
        String hash = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Sha256.hex(KEY)));
        String body = """
                {"migrationId":"m","keys":[
                 {"hash":{"value":"%s","variant":"sha256_base64"},"externalId":"user_2"},
                 {"hash":{"value":"$2b$10$x","variant":"bcrypt"},"externalId":"user_2"},
                 {"hash":{"value":"%s","variant":"sha256_hex"},"ownerId":"user_1"},
                 {"hash":{"value":"%s","variant":"sha256_hex"},"externalId":"twice"}]}
                """.formatted(hash, Sha256.hex("b"), Sha256.hex("c"));

        assertThat(run("unkey", body, "--system", "crm")).isEqualTo(1);

        assertThat(imported()).containsExactly(Sha256.hex(KEY) + " lic_2", Sha256.hex("b") + " lic_1");
        assertThat(printed()).isEqualTo("""
                refused key 2: expected a hash of variant sha256_base64 or sha256_hex
                refused key 4: no license, or several, have its owner as external.crm
                imported 2, unchanged 0, refused 2
                """);
    }

    /** The response of {@code GET /key-auths}; the consumer's id is the name of the owner. */
    @Test
    void readsKongList() throws IOException {
        String list = """
                {"data":[{"id":"1","key":"%s","created_at":1767225600,"ttl":86400,"tags":null,"consumer":{"id":"user_1"}},
                 {"id":"2","key":"k2_0123456789012345","created_at":1767225600,"consumer":{"id":"nobody"}}],"next":null}
                """.formatted(KEY);

        assertThat(run("kong", list, "--system", "crm")).isEqualTo(1);

        assertThat(imported()).containsExactly(Sha256.hex(KEY) + " lic_1");
        assertThat(imports.get(0).path("expires").asString()).isEqualTo("2026-01-02T00:00:00Z");
        assertThat(printed()).contains("refused key 2: no license, or several, have its owner as external.crm");
    }

    /** A file of {@code deck gateway dump}. */
    @Test
    void readsKongDump() throws IOException {
        String dump = """
                _format_version: "3.0"
                consumers:
                - custom_id: user_2
                  username: bob
                  keyauth_credentials:
                  - key: %s
                - username: user_1
                  keyauth_credentials:
                  - key: second_0123456789
                - username: ann
                """.formatted(KEY);

        assertThat(run("kong", dump, "--system", "crm")).isEqualTo(1);

        assertThat(imported()).containsExactly(Sha256.hex(KEY) + " lic_2", Sha256.hex("second_0123456789") + " lic_1");
        assertThat(printed()).contains("refused consumer 3, key 1: expected a list of keys");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ndjson | '{\"key\":\"sk_live_secret\"'",
                "ndjson | 'sk_live_secret'",
                "unkey | '{\"data\":[{\"plaintext\":\"sk_live_secret\"]}'",
                "kong | 'a: [sk_live_secret'"
            })
    void errorsNeverRepeatKeys(String form, String content) throws IOException {
        assertThat(run(form, content, "--system", "crm")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("export: ").doesNotContain("secret");
        assertThat(imports).isEmpty();
    }

    @Test
    void refusesShortLines() throws IOException {
        assertThat(run("csv", "key,license\nsk_live_secret\nother_0123456789,lic_1\n"))
                .isEqualTo(2);
        assertThat(imports).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("expected a header line and as many fields in each line")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"permissions\":[{}]",
                "\"expires\":1e30",
                "\"expires\":1.5",
                "\"ttl\":9000000000000000000,\"created_at\":9000000000000000000"
            })
    void refusesKeyWithOtherTypesAlone(String member) throws IOException {
        String wrong = "{\"plaintext\":\"" + KEY + "\",\"ownerId\":\"user_1\"," + member + "}";
        String right = "{\"plaintext\":\"other_0123456789\",\"ownerId\":\"user_1\"}";
        assertThat(run("unkey", "{\"data\":[" + wrong + "," + right + "]}", "--system", "crm"))
                .isEqualTo(1);
        assertThat(printed())
                .startsWith("refused key 1: ")
                .endsWith("imported 1, unchanged 0, refused 1\n")
                .doesNotContain(KEY);
    }

    @Test
    void needsSystemForOwners() throws IOException {
        assertThat(run("kong", "{\"data\":[{\"key\":\"0123456789abcdef\",\"consumer\":{\"id\":\"user_1\"}}]}"))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("option --system is missing");
    }

    /** A body of the admin API has 64 KiB at most. */
    @Test
    void sendsManyKeysInParts() throws IOException {
        StringBuilder lines = new StringBuilder("key,license,name\n");
        for (int i = 0; i < 1_001; i++) {
            lines.append("sk_live_012345678" + i + ",lic_1," + "名".repeat(i % 200) + "\n");
        }
        assertThat(run("csv", lines.toString())).isZero();
        assertThat(sent).hasSizeBetween(3, 30);
        assertThat(printed()).isEqualTo("imported 1001, unchanged 0, refused 0\n");
    }

    @Test
    void refusesKeyThatFitsInNoRequest() throws IOException {
        String lines = "key,license,name\n" + KEY + ",lic_1," + "n".repeat(20_000) + "\nother_0123456789,lic_1,\n";
        assertThat(run("csv", lines)).isEqualTo(1);
        assertThat(printed()).isEqualTo("""
                refused line 2: its name and scopes are longer than a request can be
                imported 1, unchanged 0, refused 1
                """);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
