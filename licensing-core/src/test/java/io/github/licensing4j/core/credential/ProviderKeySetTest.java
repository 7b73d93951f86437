package io.github.licensing4j.core.credential;

import static io.github.licensing4j.core.credential.PublishedKeysFixture.NEVER;
import static io.github.licensing4j.core.credential.PublishedKeysFixture.PATIENT;
import static io.github.licensing4j.core.credential.PublishedKeysFixture.SOON;
import static io.github.licensing4j.core.credential.PublishedKeysFixture.until;
import static io.github.licensing4j.core.credential.oauth.IdentityProvider.KEYS;
import static io.github.licensing4j.core.credential.oauth.IdentityProvider.OPENID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.KeySource.Lookup;
import io.github.licensing4j.core.credential.RemoteKeys.Timing;
import io.github.licensing4j.core.credential.oauth.IdentityProvider;
import io.github.licensing4j.core.credential.oauth.ProviderKey;
import io.github.licensing4j.core.schedule.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keys of an identity provider: their algorithms, and how they are found, rotated and kept. */
class ProviderKeySetTest {
    private static final List<JwsAlgorithm> ALLOWED = List.of(
            JwsAlgorithm.RS256, JwsAlgorithm.PS256, JwsAlgorithm.ES256, JwsAlgorithm.ES384, JwsAlgorithm.ED25519);
    private static final Timing ON_LOOK_UP = new Timing(PATIENT, NEVER, NEVER);

    private final ProviderKey first = ProviderKey.of("first", "ES256");
    private final ProviderKey second = ProviderKey.of("second", "ES256");
    private final Schedule schedule = new Schedule();
    private final IdentityProvider provider = IdentityProvider.with(first);

    @AfterEach
    void stop() {
        schedule.close();
        provider.close();
    }

    private RemoteKeys discovered(Timing timing) {
        return RemoteKeys.discovered(provider.issuer(), ALLOWED, timing, schedule);
    }

    private static boolean isKnown(RemoteKeys keys, ProviderKey key) {
        return keys.find(key.kid()) instanceof Lookup.Found;
    }

    private static Map<String, JwsAlgorithm> algorithms(String set, JwsAlgorithm... allowed) {
        Map<String, JwsAlgorithm> algorithms = new LinkedHashMap<>();
        ProviderKeys.read(set, List.of(allowed)).forEach(key -> algorithms.put(key.kid(), key.algorithm()));
        return algorithms;
    }

    @Test
    @DisplayName("RFC 8725 §3.1: a key without alg is used with one algorithm, the first allowed one of its type")
    void keyWithoutAlgorithmHasFirstAllowed() {
        ProviderKey rsa = ProviderKey.of("rsa", "RS256");
        String set = ProviderKey.setOf(List.of(
                rsa.publishedWithoutAlgorithm(),
                first.publishedWithoutAlgorithm(),
                ProviderKey.of("p384", "ES384").publishedWithoutAlgorithm(),
                ProviderKey.of("ed", "Ed25519").publishedWithoutAlgorithm()));
        assertThat(algorithms(set, JwsAlgorithm.PS256, JwsAlgorithm.RS256, JwsAlgorithm.ES256, JwsAlgorithm.ES384))
                .isEqualTo(Map.of("rsa", JwsAlgorithm.PS256, "first", JwsAlgorithm.ES256, "p384", JwsAlgorithm.ES384));
        assertThat(algorithms(set, JwsAlgorithm.RS512, JwsAlgorithm.ED25519))
                .isEqualTo(Map.of("rsa", JwsAlgorithm.RS512, "ed", JwsAlgorithm.ED25519));
    }

    @Test
    void skipsKeysOfOtherAlgorithmsAndUses() {
        Map<String, Object> encryption = ProviderKey.of("enc", "RS256").published();
        encryption.put("use", "enc");
        encryption.put("alg", "RSA-OAEP");
        Map<String, Object> rs512 = ProviderKey.of("rs512", "RS512").published();
        String set = ProviderKey.setOf(List.of(encryption, rs512, first.published()));
        assertThat(algorithms(set, JwsAlgorithm.RS256, JwsAlgorithm.ES256)).containsOnlyKeys("first");
    }

    @Test
    @DisplayName("RFC 7517 §9.2: refuses a set with a symmetric or private key as a whole")
    void refusesSecretKeys() {
        Map<String, Object> symmetric = new LinkedHashMap<>(Map.of("kty", "oct", "k", "AAAA", "kid", "oct"));
        String set = ProviderKey.setOf(List.of(symmetric, first.published()));
        assertThatThrownBy(() -> algorithms(set, JwsAlgorithm.ES256)).isInstanceOf(LicensingException.class);
    }

    @Test
    void findsKeysByMetadata() {
        try (RemoteKeys keys = discovered(ON_LOOK_UP)) {
            assertThat(isKnown(keys, first)).isTrue();
            assertThat(keys.health().status()).isEqualTo(Status.UP);
            assertThat(provider.requests(OPENID)).isEqualTo(1);
            assertThat(provider.requests(KEYS)).isEqualTo(1);
        }
    }

    @Test
    void findsRotatedKey() {
        try (RemoteKeys keys = discovered(ON_LOOK_UP)) {
            provider.publish(first, second);
            assertThat(keys.find("second"))
                    .as("may have been published just now")
                    .isInstanceOf(Lookup.Unavailable.class);
            until(() -> isKnown(keys, second));
            assertThat(isKnown(keys, first)).isTrue();
        }
    }

    @Test
    void fetchesOnceForManyUnknownKids() {
        try (RemoteKeys keys = discovered(ON_LOOK_UP)) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(keys.find("kid-" + i)).isNotInstanceOf(Lookup.Found.class);
            }
            until(() -> keys.find("kid-0") instanceof Lookup.Unknown);
            assertThat(provider.requests(KEYS)).isLessThanOrEqualTo(2);
            assertThat(provider.requests(OPENID)).isEqualTo(1);
        }
    }

    @Test
    void keepsLastGoodKeysWhateverComes() {
        try (RemoteKeys keys = discovered(new Timing(PATIENT, SOON, NEVER))) {
            for (IdentityProvider.Answer wrong : List.of(
                    IdentityProvider.text(500, ""),
                    IdentityProvider.text(200, "<html>"),
                    IdentityProvider.text(200, "{\"keys\":7}"),
                    IdentityProvider.huge(300_000))) {
                provider.answer(KEYS, wrong);
                int before = provider.requests(KEYS);
                until(() ->
                        provider.requests(KEYS) > before + 2 && keys.health().status() == Status.DEGRADED);
                assertThat(isKnown(keys, first)).isTrue();
                provider.publish(first);
                until(() -> keys.health().status() == Status.UP);
            }
        }
    }

    @Test
    void readsMetadataAgainOnceItsAddressFails() {
        try (RemoteKeys keys = discovered(new Timing(PATIENT, SOON, NEVER))) {
            provider.answer(KEYS, IdentityProvider.text(404, ""));
            provider.answer("/moved", IdentityProvider.text(200, ProviderKey.set(first, second)));
            provider.answer(
                    OPENID,
                    IdentityProvider.text(
                            200,
                            "{\"issuer\":\"" + provider.issuer() + "\",\"jwks_uri\":\"" + provider.uri("/moved")
                                    + "\"}"));
            until(() -> isKnown(keys, second));
        }
    }

    @Test
    void isUnavailableWhileProviderIsDown() {
        provider.answer(OPENID, IdentityProvider.text(503, ""));
        try (RemoteKeys keys = discovered(new Timing(PATIENT, SOON, NEVER))) {
            assertThat(keys.find("first")).isInstanceOf(Lookup.Unavailable.class);
            assertThat(keys.health().status()).isEqualTo(Status.DOWN);
            provider.answer(
                    OPENID,
                    IdentityProvider.text(
                            200,
                            "{\"issuer\":\"" + provider.issuer() + "\",\"jwks_uri\":\"" + provider.uri(KEYS) + "\"}"));
            until(() -> isKnown(keys, first));
        }
    }

    @Test
    void startWaitsForSlowProviderBriefly() {
        provider.answer(KEYS, provider.stalled("{\"keys\":["));
        Timing hasty = new Timing(java.time.Duration.ofMillis(100), NEVER, NEVER);
        try (RemoteKeys keys = discovered(hasty)) {
            assertThat(keys.find("first")).isInstanceOf(Lookup.Unavailable.class);
        }
    }

    @Test
    void readsKeysAtFixedAddress() {
        try (RemoteKeys keys = RemoteKeys.ofProvider(provider.uri(KEYS), ALLOWED, ON_LOOK_UP, schedule)) {
            assertThat(isKnown(keys, first)).isTrue();
            assertThat(provider.requests(OPENID)).isZero();
        }
    }
}
