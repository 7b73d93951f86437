package io.github.licensing4j.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.webhook.WebhookEndpoint.Plain;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures, their verification by others, and invalid endpoints. */
class WebhookKeyTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /** The example of the Standard Webhooks libraries. */
    @Test
    void signsAsTheStandardDoes() {
        assertThat(WebhookKey.shared(SECRET)
                        .sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330L, "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void verifiesEd25519WithPublicKey() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPrivate().getEncoded();
        byte[] seed = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        byte[] spki = pair.getPublic().getEncoded();
        byte[] both = Arrays.copyOf(seed, 64);
        System.arraycopy(spki, spki.length - 32, both, 32, 32);
        for (byte[] key : new byte[][] {seed, both}) {
            String text = "whsk_" + Base64.getEncoder().encodeToString(key);
            String signature = WebhookKey.ed25519(text).sign("msg_1", 1_773_144_000L, "{\"a\":\"ä\"}");
            assertThat(signature).startsWith("v1a,");
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(pair.getPublic());
            verifier.update("msg_1.1773144000.{\"a\":\"ä\"}".getBytes(StandardCharsets.UTF_8));
            assertThat(verifier.verify(Base64.getDecoder().decode(signature.substring(4))))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "whsec_c2hvcnQ=",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!",
                "whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            })
    void refusesMalformedKeyWithoutShowingIt(String key) {
        String body = key.replace("whsec_", "").replace("whsk_", "");
        assertThatThrownBy(() -> WebhookKey.shared(key))
                .isInstanceOf(LicensingException.class)
                .hasNoCause()
                .message()
                .doesNotContain(body);
        assertThatThrownBy(() -> WebhookKey.ed25519(key))
                .isInstanceOf(LicensingException.class)
                .hasNoCause()
                .message()
                .doesNotContain(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/hook",
                "http://10.0.0.1/hook",
                "http://169.254.169.254/latest",
                "http://127.0.0.1.example.com/",
                "http://127.0.0.1@example.com/",
                "https://user:pw@example.com/",
                "https://example.com/#part",
                "ftp://127.0.0.1/",
                "/hook"
            })
    void onlyHttpsAndTheLoopbackAreEndpoints(String address) {
        assertThatThrownBy(() -> new WebhookEndpoint(
                        "one", URI.create(address), WebhookKey.shared(SECRET), Set.of("*"), Plain.ALLOW_ON_LOOPBACK))
                .isInstanceOf(LicensingException.class)
                .message()
                .doesNotContain("pw");
    }

    @Test
    void refusesLoopbackUnlessAllowed() {
        URI loopback = URI.create("http://127.0.0.1:8080/hook");
        assertThatThrownBy(() -> WebhookEndpoint.of(loopback, WebhookKey.shared(SECRET)))
                .isInstanceOf(LicensingException.class);
    }

    @Test
    void selectsTopicsExactlyOrByPrefix() {
        WebhookEndpoint some = endpoint(Set.of("license.suspended", "usage.*"));
        assertThat(some.receives("license.suspended")).isTrue();
        assertThat(some.receives("license.suspended-again")).isFalse();
        assertThat(some.receives("license.expired")).isFalse();
        assertThat(some.receives("usage.threshold")).isTrue();
        assertThat(endpoint(Set.of("*")).receives("license.expired")).isTrue();
        assertThatThrownBy(() -> endpoint(Set.of())).isInstanceOf(LicensingException.class);
        assertThatThrownBy(() -> endpoint(Set.of("license"))).isInstanceOf(LicensingException.class);
    }

    @ParameterizedTest
    @Tag("4.4.5")
    @ValueSource(strings = {"license.suspend", "licence.*", "usage.treshold", "invoice.*"})
    void refusesUnknownTopics(String topic) {
        assertThatThrownBy(() -> endpoint(Set.of("license.suspended", topic)))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("unknown topic '" + topic + "'")
                .hasMessageContaining("license.suspended, ");
    }

    @Test
    @Tag("4.4.5")
    void listsTheTopicOfEveryAct() throws IOException {
        Pattern topic = Pattern.compile("\"(license\\.[a-z-]+)\"");
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java/io/github/licensing4j/core/admin"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                assertThat(topic.matcher(Files.readString(source)).results().map(found -> found.group(1)))
                        .as(source.toString())
                        .allMatch(WebhookTopics::isKnown);
            }
        }
    }

    private static WebhookEndpoint endpoint(Set<String> topics) {
        return new WebhookEndpoint(
                "one",
                URI.create("https://example.com/s3cret-path?token=s3cret"),
                WebhookKey.shared(SECRET),
                topics,
                Plain.REFUSED);
    }

    @Test
    void nothingSecretIsShown() {
        assertThat(endpoint(Set.of("*")).toString())
                .doesNotContain("s3cret", "MfKQ")
                .contains("example.com");
        assertThat(WebhookKey.shared(SECRET).toString()).isEqualTo("WebhookKey[v1, ***]");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "0, PT0S",
                "30, PT30S",
                "' 30 ', PT30S",
                "999999999, P1D",
                "-5, -",
                "soon, -",
                "99999999999999, -",
                "'Tue, 10 Mar 2026 12:00:30 GMT', PT30S",
                "'Tue, 10 Mar 2026 11:00:00 GMT', PT0S",
                "'Wed, 10 Mar 2100 12:00:00 GMT', P1D"
            })
    void readsRetryAfterInSecondsAndAsADate(String value, Duration expected) {
        assertThat(RetryAfter.parse(value, Instant.parse("2026-03-10T12:00:00Z")))
                .isEqualTo(Optional.ofNullable(expected));
    }
}
