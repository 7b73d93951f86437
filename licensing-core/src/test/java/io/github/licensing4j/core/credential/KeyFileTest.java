package io.github.licensing4j.core.credential;

import static io.github.licensing4j.core.credential.TestKeys.own;
import static io.github.licensing4j.core.credential.TestKeys.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.KeySource.Lookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class KeyFileTest {
    @TempDir
    private Path directory;

    private final JWK newer = TestKeys.fresh();
    private final JWK older = TestKeys.of(JwsAlgorithm.ES256);

    private static void assertRefused(String text, String... because) {
        assertThatThrownBy(() -> KeyFile.parse(text, "keys.json"))
                .isInstanceOf(LicensingException.class)
                .hasMessageStartingWith("keys.json: ")
                .hasMessageContainingAll(because);
    }

    @Test
    void verifiesWithEachKeyAndSignsWithTheFirst() {
        TokenFixture fixture = new TokenFixture();
        KeyFile before = KeyFile.parse(own(older), "before");
        KeyFile after = KeyFile.parse(own(newer, older), "after");
        assertThat(after.signing().orElseThrow().kid()).isEqualTo(newer.getKeyID());
        assertThat(KeyFile.parse(own(older, newer), "turned round")
                        .signing()
                        .orElseThrow()
                        .kid())
                .isEqualTo(older.getKeyID());
        for (KeyFile signer : List.of(before, after)) {
            assertThat(fixture.verifier(after).verify(fixture.token(signer))).isInstanceOf(VerifiedCaller.class);
        }
        assertThat(after.find("another")).isInstanceOf(Lookup.Unknown.class);
        assertThat(after.health().detail()).startsWith("2 from after");
    }

    @Test
    void passesOverPublicKeysForSigning() {
        KeyFile keys = KeyFile.parse(own(newer.toPublicJWK(), older), "keys.json");
        assertThat(keys.signing().orElseThrow().kid()).isEqualTo(older.getKeyID());
        assertThat(keys.find(newer.getKeyID())).isInstanceOf(Lookup.Found.class);
    }

    @Test
    void verifiesButNeverIssuesWithoutAPrivatePart() {
        TokenFixture fixture = new TokenFixture();
        KeyFile verifying = KeyFile.parse(published(newer, older), "keys.json");
        assertThat(verifying.signing()).isEmpty();
        assertThatThrownBy(() -> fixture.token(verifying))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("none of the host's keys has a private part");
        assertThat(fixture.verifier(verifying).verify(fixture.token(KeyFile.parse(own(newer), "signer"))))
                .isInstanceOf(VerifiedCaller.class);
    }

    @Test
    void namesAKeyWithoutKidByItsThumbprint() throws Exception {
        String set = own(newer).replace("\"kid\":\"" + newer.getKeyID() + "\",", "");
        assertThat(set).doesNotContain("kid");
        assertThat(KeyFile.parse(set, "keys.json").signing().orElseThrow().kid())
                .isEqualTo(newer.computeThumbprint().toString());
    }

    @Test
    void refusesAnRsaKeyThatDoesNotNameItsAlgorithm() throws Exception {
        RSAKey key = new RSAKey.Builder((RSAPublicKey) TestKeys.rsa(2048).getPublic())
                .keyID("r1")
                .build();
        assertRefused(own(key), "'r1'", "PS256 or RS256");
    }

    @Test
    void refusesAShortRsaKey() throws Exception {
        KeyPair pair = TestKeys.rsa(1024);
        RSAKey key = new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                .keyID("r1")
                .algorithm(JWSAlgorithm.RS256)
                .build();
        assertRefused(own(key), "'r1'", "1024 bits", "2048");
        assertRefused(TestKeys.pem(pair), "1024 bits", "2048");
    }

    @Test
    void refusesAnotherCurve() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        KeyPair pair = generator.generateKeyPair();
        ECKey key = new ECKey.Builder(Curve.P_384, (ECPublicKey) pair.getPublic())
                .keyID("e1")
                .build();
        assertRefused(own(key), "'e1'", "P-256");
        assertRefused(TestKeys.pem(pair), "cannot be used");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "none", "ES384", "RS512", "RSA-OAEP", "ed25519"})
    void refusesAnotherAlgorithm(String algorithm) {
        assertRefused(own(newer).replace("\"alg\":\"Ed25519\"", "\"alg\":\"" + algorithm + "\""), "'alg'");
    }

    @Test
    void refusesAKeyForSomethingElse() {
        assertRefused(own(newer).replace("\"use\":\"sig\"", "\"use\":\"enc\""), "'use' or 'key_ops'");
        assertRefused(own(newer).replace("\"use\":\"sig\"", "\"key_ops\":[\"encrypt\"]"), "'use' or 'key_ops'");
    }

    @Test
    void refusesASymmetricKey() {
        assertRefused(
                own(new OctetSequenceKey.Builder(new byte[32])
                        .keyID("s1")
                        .algorithm(JWSAlgorithm.HS256)
                        .build()),
                "'s1'");
    }

    @Test
    void refusesAPrivatePartOfAnotherKey() throws Exception {
        JWK other = TestKeys.fresh();
        String mixed = own(newer)
                .replace(
                        newer.toOctetKeyPair().getD().toString(),
                        other.toOctetKeyPair().getD().toString());
        assertRefused(mixed, newer.getKeyID(), "does not belong");
        KeyPair one = ed25519();
        KeyPair two = ed25519();
        assertRefused(
                TestKeys.pem("PRIVATE KEY", one.getPrivate()) + TestKeys.pem("PUBLIC KEY", two.getPublic()),
                "does not belong");
    }

    @Test
    void refusesTwoKeysOfOneKid() {
        String twice = own(newer, older).replace(older.getKeyID(), newer.getKeyID());
        assertRefused(twice, "two keys have the kid '" + newer.getKeyID() + "'");
    }

    @Test
    void refusesAnEmptySet() {
        assertRefused("{\"keys\":[]}", "no keys");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[null]}",
                "{\"keys\":[{}]}",
                "",
                "   ",
                "garbage",
                "[]",
                "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\"}]}",
                "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}]}",
                "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\"}]}",
                "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\nAAAAA\n-----END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PRIVATE KEY-----"
            })
    void refusesGarbage(String text) {
        assertRefused(text, "keys.json");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        Path missing = directory.resolve("missing.json");
        assertThatThrownBy(() -> KeyFile.read(missing))
                .isInstanceOf(LicensingException.class)
                .hasMessageContainingAll(missing.toString(), "cannot be read");
    }

    @Test
    void refusesAFileThatIsNotText() throws IOException {
        Path file = Files.write(directory.resolve("keys.der"), new byte[] {0x30, (byte) 0x82, (byte) 0xff});
        assertThatThrownBy(() -> KeyFile.read(file))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void readsPemOfEachType() throws Exception {
        assertSigns(TestKeys.pem(ed25519()), JwsAlgorithm.ED25519);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        assertSigns(TestKeys.pem(generator.generateKeyPair()), JwsAlgorithm.ES256);
        KeyPair rsa = TestKeys.rsa(2048);
        assertSigns(TestKeys.pem(rsa), JwsAlgorithm.PS256);
        assertSigns(TestKeys.pem("PRIVATE KEY", rsa.getPrivate()).replace("\n", "\r\n"), JwsAlgorithm.PS256);
        assertThat(KeyFile.parse(TestKeys.pem("PUBLIC KEY", rsa.getPublic()), "keys.pem")
                        .signing())
                .isEmpty();
    }

    private static void assertSigns(String pem, JwsAlgorithm algorithm) {
        TokenFixture fixture = new TokenFixture();
        KeyFile keys = KeyFile.parse(pem, "keys.pem");
        assertThat(keys.signing().orElseThrow().algorithm()).isEqualTo(algorithm);
        assertThat(fixture.verifier(keys).verify(fixture.token(keys))).isInstanceOf(VerifiedCaller.class);
    }

    @Test
    void asksForThePublicBlockThatItCannotDerive() throws Exception {
        assertRefused(TestKeys.pem("PRIVATE KEY", ed25519().getPrivate()), "'PUBLIC KEY' block", "-pubout");
        assertRefused(TestKeys.pem("PRIVATE KEY", older.toECKey().toPrivateKey()), "'PUBLIC KEY' block");
    }

    @Test
    void refusesEncryptedPem() throws Exception {
        KeyPair pair = ed25519();
        String visible = TestKeys.pem("PUBLIC KEY", pair.getPublic());
        assertRefused(TestKeys.pem("ENCRYPTED PRIVATE KEY", pair.getPrivate()), "unencrypted");
        assertRefused(visible + TestKeys.pem("ENCRYPTED PRIVATE KEY", pair.getPrivate()), "unencrypted");
        String legacy = TestKeys.pem("RSA PRIVATE KEY", pair.getPrivate())
                .replace("KEY-----\nM", "KEY-----\nProc-Type: 4,ENCRYPTED\n\nM");
        assertThat(legacy).contains("Proc-Type");
        assertRefused(legacy, "encrypted keys are not read");
        assertRefused(visible + legacy, "encrypted keys are not read");
    }

    @Test
    void refusesMoreThanOnePemKey() throws Exception {
        assertRefused(TestKeys.pem(ed25519()) + TestKeys.pem(ed25519()), "two blocks", "one key");
    }

    @Test
    void warnsOfASigningKeyThatOthersCanRead() throws IOException {
        assertThat(warnings(own(newer), "rw-r--r--")).singleElement().asString().contains("chmod 600");
        assertThat(warnings(own(newer), "rw-r-----")).hasSize(1);
        assertThat(warnings(own(newer), "rw-------")).isEmpty();
        assertThat(warnings(published(newer), "rw-r--r--")).isEmpty();
    }

    private List<String> warnings(String set, String permissions) throws IOException {
        Path file = Files.writeString(directory.resolve("keys.json"), set);
        assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"), "no POSIX permissions here");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        Logger logger = (Logger) LoggerFactory.getLogger(KeyFile.class);
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        heard.start();
        Level level = logger.getLevel();
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
        logger.addAppender(heard);
        try {
            KeyFile.read(file);
        } finally {
            logger.detachAppender(heard);
            logger.setAdditive(true);
            logger.setLevel(level);
        }
        return heard.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void neverShowsAPrivateKey() {
        KeyFile keys = KeyFile.parse(own(newer), "keys.json");
        String secret = newer.toOctetKeyPair().getD().toString();
        assertThat(keys.signing().orElseThrow().toString())
                .contains(newer.getKeyID())
                .doesNotContain(secret);
        assertThat(keys.health().toString()).doesNotContain(secret);
    }

    private static KeyPair ed25519() throws Exception {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }
}
