package io.github.licensing4j.core.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.licensing4j.admin.SigningKeys.SigningKeyView;
import io.github.licensing4j.admin.SigningKeys.Use;
import io.github.licensing4j.core.credential.KeyFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @TempDir
    Path dir;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String keys = "";

    @BeforeEach
    void makeKeys() {
        keys = dir.resolve("keys.json").toString();
        assertThat(run("keygen", "--out", keys)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "ES256", "PS256", "RS256"})
    void inspectsMintedTokenOfEveryAlgorithm(String algorithm) {
        keys = dir.resolve(algorithm).toString();
        assertThat(run("keygen", "--out", keys, "--alg", algorithm)).isZero();
        String token = mint("pro@1");
        assertThat(inspect(token, "weather")).isZero();
        assertThat(printed()).contains("\"plan\":\"pro@1\"").endsWith("accepted\n");
    }

    @Test
    void protectsKeyFile() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(keys))))
                .isEqualTo("rw-------");
        String before = Files.readString(Path.of(keys));
        assertThat(run("keygen", "--out", keys)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("never overwritten")
                .doesNotContain("\"d\"");
        assertThat(Files.readString(Path.of(keys))).isEqualTo(before);
    }

    @Test
    @Tag("4.5.10")
    void putsKeyInFrontOfFile() throws Exception {
        KeyFile used = KeyFile.read(Path.of(keys));
        String before = used.list().get(0).kid();
        assertThat(run("keygen", "--in-front-of", keys, "--alg", "ES256")).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("in front of " + keys)
                .doesNotContain("\"d\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(keys))))
                .isEqualTo("rw-------");
        assertThat(KeyFile.read(Path.of(keys)).list())
                .extracting(SigningKeyView::kid, SigningKeyView::use)
                .satisfies(held -> assertThat(held).hasSize(2))
                .contains(tuple(before, Use.VERIFYING));
        assertThat(inspect(mint("pro@1"), "weather")).isZero();
    }

    @Test
    @Tag("4.5.10")
    void keepsAccessAndLinkOfTheFile() throws Exception {
        Path file = Path.of(keys);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(dir.resolve("link.json"), file);
        assertThat(run("keygen", "--in-front-of", link.toString())).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(KeyFile.read(file).list()).hasSize(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        try (var files = Files.list(dir)) {
            assertThat(files).extracting(Path::toString).noneMatch(name -> name.endsWith(".next"));
        }
    }

    @Test
    @Tag("4.5.10")
    void refusesToChangeNonSet() throws Exception {
        assertThat(run("keygen", "--in-front-of", dir.resolve("none").toString()))
                .isEqualTo(1);
        assertThat(run("keygen", "--in-front-of", keys, "--out", keys)).isEqualTo(2);
        Path broken = Files.writeString(dir.resolve("broken.json"), "{");
        assertThat(run("keygen", "--in-front-of", broken.toString())).isEqualTo(1);
        assertThat(Files.readString(broken)).isEqualTo("{");
    }

    @Test
    void publicSetHasNoPrivatePart() throws Exception {
        Path open = dir.resolve("public.json");
        run("keygen", "--out", dir.resolve("other.json").toString(), "--public", open.toString());
        assertThat(Files.readString(open)).contains("\"x\"").doesNotContain("\"d\"");
    }

    @Test
    void reportsWhyTokenIsRefused() {
        String token = mint("pro@1");
        assertThat(inspect(token, "other")).isEqualTo(1);
        assertThat(printed()).contains("refused as credential-invalid: it is meant for another audience");
        assertThat(run("inspect", "no.token")).isEqualTo(1);
    }

    @Test
    void mintsTokensWhoseStatusItPublishesItself() {
        String uri = "https://vendor.example/status";
        String token = mint("pro@1", "--status-list", uri, "--status-index", "17");
        assertThat(inspect(token, "weather")).isZero();
        assertThat(printed()).contains("\"idx\":17").contains(uri);
        out.reset();
        assertThat(run(
                        "revoked",
                        "--keys",
                        keys,
                        "--issuer",
                        "https://vendor.example",
                        "--uri",
                        uri,
                        "--revoked",
                        "3,17"))
                .isZero();
        String list = printed().strip();
        out.reset();
        assertThat(run("inspect", list)).isZero();
        assertThat(printed()).contains("statuslist+jwt").contains("\"bits\":1").contains(uri);
        assertThat(run("mint", "--status-index", "17")).isEqualTo(2);
        assertThat(run("revoked", "--keys", keys, "--issuer", "a", "--uri", uri, "--size", "8", "--revoked", "8"))
                .isEqualTo(2);
    }

    @Test
    void readsATokenFromStandardInput() {
        String token = mint("pro@1");
        Main main = new Main(
                new ByteArrayInputStream((token + "\n").getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of());
        assertThat(main.run("inspect", "-")).isZero();
        assertThat(printed()).contains("not verified");
    }

    @Test
    void checksACatalog() throws Exception {
        Path good = Files.writeString(dir.resolve("good.yaml"), "catalog: a\nplans:\n  free@1: {}\n");
        assertThat(run("check", good.toString())).isZero();
        Path bad =
                Files.writeString(dir.resolve("bad.yaml"), "catalog: a\nplans:\n  free@1: { features: [nothing] }\n");
        assertThat(run("check", bad.toString())).isEqualTo(1);
        assertThat(printed()).contains("bad.yaml:3:").contains("unknown feature 'nothing'");
        assertThat(run("check", dir.resolve("absent.yaml").toString())).isEqualTo(1);
    }

    @Test
    void explainsCallsItDoesNotUnderstand() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("sing")).isEqualTo(2);
        assertThat(run("keygen")).isEqualTo(2);
        assertThat(run("keygen", "--out")).isEqualTo(2);
        assertThat(run("keygen", "--out", keys + "2", "--alg", "none")).isEqualTo(2);
        assertThat(run("mint", "--color", "red")).isEqualTo(2);
        assertThat(run("check")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage:").contains("unknown option '--color'");
        assertThat(run("help")).isZero();
    }

    private String mint(String plan, String... more) {
        out.reset();
        List<String> arguments = new ArrayList<>(List.of(
                "mint",
                "--keys",
                keys,
                "--issuer",
                "https://v.example",
                "--audience",
                "weather",
                "--customer",
                "acme",
                "--license",
                "lic_1",
                "--plan",
                plan,
                "--ttl",
                "PT1H"));
        arguments.addAll(List.of(more));
        assertThat(run(arguments.toArray(String[]::new))).isZero();
        String token = printed().strip();
        out.reset();
        return token;
    }

    private int inspect(String token, String audience) {
        return run("inspect", "--keys", keys, "--issuer", "https://v.example", "--audience", audience, token);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private int run(String... arguments) {
        return CommandLine.run(out, err, arguments);
    }
}
