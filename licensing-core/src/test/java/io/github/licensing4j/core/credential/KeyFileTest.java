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
import com.nimbusds.jose.jwk.JWK;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.SigningKeys;
import io.github.licensing4j.core.credential.KeySource.Lookup;
import io.github.licensing4j.core.schedule.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The host's own keys in a file. */
class KeyFileTest {
    @TempDir
    private Path directory;

    private final JWK newer = TestKeys.fresh();
    private final JWK older = TestKeys.of(JwsAlgorithm.ES256);

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
            assertThat(fixture.verifier(after).verify(fixture.token(signer))).isInstanceOf(VerifiedCredential.class);
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
                .isInstanceOf(VerifiedCredential.class);
    }

    @Test
    void namesAKeyWithoutKidByItsThumbprint() throws Exception {
        String set = own(newer).replace("\"kid\":\"" + newer.getKeyID() + "\",", "");
        assertThat(set).doesNotContain("kid");
        KeyFile keys = KeyFile.parse(set, "keys.json");
        String thumbprint = newer.computeThumbprint().toString();
        assertThat(keys.signing().orElseThrow().kid()).isEqualTo(thumbprint);
        assertThat(keys.list()).singleElement().satisfies(key -> {
            assertThat(key.kid()).isEqualTo(thumbprint);
            assertThat(key.use()).isEqualTo(SigningKeys.Use.SIGNING);
        });
        assertThat(KeyFile.parse(keys.jwks(), "published").find(thumbprint)).isInstanceOf(Lookup.Found.class);
        assertThat(keys.jwks()).contains("\"kid\":\"" + thumbprint + "\"");
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
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Level level = logger.getLevel();
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
        logger.addAppender(logged);
        try {
            KeyFile.read(file);
        } finally {
            logger.detachAppender(logged);
            logger.setAdditive(true);
            logger.setLevel(level);
        }
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
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

    private KeyFile written(String content) throws IOException {
        return KeyFile.read(Files.writeString(directory.resolve("keys"), content));
    }

    private void replace(String content) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), content);
        Files.move(next, directory.resolve("keys"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void pollTwice(KeyFile keys) {
        keys.poll();
        keys.poll();
    }

    @Test
    @Tag("4.4.4")
    void appliesReplacedFileOnceUnchanged() throws IOException {
        KeyFile keys = written(own(older));
        AtomicInteger changes = new AtomicInteger();
        keys.onChange(changes::incrementAndGet);
        keys.onChange(changes::incrementAndGet);
        pollTwice(keys);
        assertThat(changes).hasValue(0);
        replace(own(newer, older));
        keys.poll();
        assertThat(keys.signing().orElseThrow().kid()).as("still being written").isEqualTo(older.getKeyID());
        keys.poll();
        assertThat(keys.signing().orElseThrow().kid()).isEqualTo(newer.getKeyID());
        assertThat(keys.find(older.getKeyID())).isInstanceOf(Lookup.Found.class);
        assertThat(changes).as("two engines use it").hasValue(2);
        assertThat(keys.health().status()).isEqualTo(Status.UP);
    }

    @Test
    @Tag("4.4.4")
    void aBadReplacementKeepsTheKeys() throws IOException {
        KeyFile keys = written(own(newer));
        for (String bad : List.of("", "{", "{\"keys\":[]}", published(newer), "-----BEGIN PRIVATE KEY-----\nx")) {
            replace(bad);
            pollTwice(keys);
            assertThat(keys.find(newer.getKeyID())).isInstanceOf(Lookup.Found.class);
            assertThat(keys.signing()).isPresent();
            assertThat(keys.health().status()).as(bad).isEqualTo(Status.DEGRADED);
            assertThat(keys.health().detail()).contains("the present content of the file is not in use: ");
        }
        replace(own(newer));
        pollTwice(keys);
        assertThat(keys.health().status()).isEqualTo(Status.UP);
        Files.delete(directory.resolve("keys"));
        pollTwice(keys);
        assertThat(keys.health().detail()).contains("cannot be read");
        Files.createDirectory(directory.resolve("keys"));
        pollTwice(keys);
        assertThat(keys.health().status()).isEqualTo(Status.DEGRADED);
        assertThat(keys.find(newer.getKeyID())).isInstanceOf(Lookup.Found.class);
    }

    @Test
    @Tag("4.4.4")
    void takesAReplacedPemFile() throws Exception {
        KeyFile keys = written(pem());
        String before = keys.signing().orElseThrow().kid();
        replace(pem());
        pollTwice(keys);
        assertThat(keys.signing().orElseThrow().kid()).isNotEqualTo(before);
        assertThat(keys.find(before)).isInstanceOf(Lookup.Unknown.class);
    }

    @Test
    @Tag("4.4.4")
    void isReadUntilTheLastEngineCloses() throws Exception {
        KeyFile keys = written(own(newer));
        Schedule first = new Schedule();
        Schedule second = new Schedule();
        keys.watch(first);
        keys.watch(second);
        keys.close();
        first.close();
        replace(pem());
        while (keys.find(newer.getKeyID()) instanceof Lookup.Found) {
            Thread.onSpinWait();
        }
        assertThat(keys.health().status()).isEqualTo(Status.UP);
        keys.close();
        second.close();
        keys.close();
        assertThat(keys.signing()).isPresent();
    }

    private static String pem() throws GeneralSecurityException {
        return TestKeys.pem(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    }
}
