package io.github.licensing4j.core.credential;

import static io.github.licensing4j.core.credential.TestKeys.own;
import static io.github.licensing4j.core.credential.TestKeys.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.KeySource.Lookup;
import io.github.licensing4j.core.credential.RemoteKeys.Timing;
import java.io.IOException;
import java.net.URI;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Published sets that are refused, and servers that answer badly. */
class RefusedKeySetsTest extends PublishedKeysFixture {
    RefusedKeySetsTest() throws IOException {}

    private void assertRefused(String set, String because) {
        try (RemoteKeys keys = RemoteKeys.of(server.uri(), REFRESHING, schedule)) {
            server.publish(set);
            until(() -> keys.health().status() == Status.DEGRADED);
            assertThat(keys.health().detail()).contains(because);
            assertThat(has(keys, first)).as("the last good set").isTrue();
            assertThat(has(keys, second)).isFalse();
            server.publish(published(first, second));
            until(() -> has(keys, second));
        }
    }

    @Test
    void refusesASetWithAPrivateMember() {
        assertRefused(own(second.toPublicJWK(), TestKeys.fresh()), "private or symmetric");
    }

    @Test
    void refusesASetWithASymmetricMember() {
        JWK symmetric = new OctetSequenceKey.Builder(new byte[32])
                .keyID("s1")
                .algorithm(JWSAlgorithm.HS256)
                .build();
        assertRefused(own(second.toPublicJWK(), symmetric), "private or symmetric");
    }

    @Test
    void refusesDuplicateKid() {
        assertRefused(
                published(second, TestKeys.fresh())
                        .replaceAll("\"kid\":\"[^\"]+\"", "\"kid\":\"" + second.getKeyID() + "\""),
                "two keys have the kid");
    }

    @Test
    void refusesASetThatIsTooLarge() {
        String set = published(second);
        assertRefused(set + " ".repeat(256 * 1024 + 1 - set.length()), "larger than 262144 bytes");
        server.publish(set + " ".repeat(256 * 1024 - set.length()));
        try (RemoteKeys keys = RemoteKeys.of(server.uri(), ON_LOOK_UP, schedule)) {
            assertThat(has(keys, second)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{", "{}", "[]", "{\"keys\":[null]}", "{\"keys\":[7]}", "{\"keys\":[{}]}"})
    void refusesNonSetAndFetchesAgain(String garbage) {
        assertRefused(garbage, server.uri().toString());
    }

    @Test
    void skipsUnusableKeys() throws Exception {
        JWK shortRsa = new RSAKey.Builder((RSAPublicKey) TestKeys.rsa(1024).getPublic())
                .keyID("short")
                .algorithm(JWSAlgorithm.RS256)
                .build();
        assertRefused(published(shortRsa), "1024 bits");
        server.publish(published(shortRsa, second));
        try (RemoteKeys keys = RemoteKeys.of(server.uri(), ON_LOOK_UP, schedule)) {
            assertThat(has(keys, second)).isTrue();
            until(() -> keys.find("short") instanceof Lookup.Unknown);
        }
    }

    @Test
    void neverFollowsARedirect() throws IOException {
        try (KeyServer elsewhere = KeyServer.publishing(published(second));
                RemoteKeys keys = RemoteKeys.of(server.uri(), REFRESHING, schedule)) {
            server.redirect(elsewhere.uri());
            until(() -> keys.health().status() == Status.DEGRADED);
            assertThat(keys.health().detail()).contains("status 302");
            assertThat(elsewhere.fetches()).isZero();
            assertThat(has(keys, first)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 404, 500, 503})
    void refusesAnyOtherStatus(int status) {
        try (RemoteKeys keys = RemoteKeys.of(server.uri(), REFRESHING, schedule)) {
            server.answer(status, published(second));
            until(() -> keys.health().status() == Status.DEGRADED);
            assertThat(keys.health().detail()).contains("status " + status);
            assertThat(has(keys, second)).isFalse();
        }
    }

    @Test
    void limitsEndlessBody() {
        server.stall(published(second));
        Timing hasty = new Timing(Duration.ofMillis(100), SOON, NEVER);
        try (RemoteKeys keys = RemoteKeys.of(server.uri(), hasty, schedule)) {
            assertThat(keys.find(second.getKeyID())).isInstanceOf(Lookup.Unavailable.class);
            until(() -> keys.health().detail().contains("within PT0.1S"));
            server.publish(published(second));
            until(() -> has(keys, second));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://issuer.example/jwks",
                "http://127.0.0.1.issuer.example/",
                "http://localhost@issuer.example/",
                "http://0.0.0.0/",
                "http://10.0.0.1/",
                "ftp://localhost/",
                "file:///etc/keys",
                "jwks.json",
                "https:///jwks",
                "https:jwks"
            })
    void refusesAnAddressThatIsNotSafe(String uri) {
        assertThatThrownBy(() -> RemoteKeys.of(URI.create(uri), ON_LOOK_UP, schedule))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining(uri);
    }
}
