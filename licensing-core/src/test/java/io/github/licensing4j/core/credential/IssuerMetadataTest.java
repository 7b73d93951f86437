package io.github.licensing4j.core.credential;

import static io.github.licensing4j.core.credential.oauth.IdentityProvider.KEYS;
import static io.github.licensing4j.core.credential.oauth.IdentityProvider.OPENID;
import static io.github.licensing4j.core.credential.oauth.IdentityProvider.RFC8414;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.oauth.IdentityProvider;
import io.github.licensing4j.core.http.BoundedHttpClient;
import io.github.licensing4j.tck.MovableClock;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metadata of an issuer, from which the address of its keys comes. */
@Tag("rfc8414")
class IssuerMetadataTest {
    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final BoundedHttpClient client = new BoundedHttpClient("test", Duration.ofMillis(500));
    private final IdentityProvider provider = IdentityProvider.with();

    @AfterEach
    void stop() {
        provider.close();
        client.close();
    }

    private IssuerMetadata of(String issuer) {
        return new IssuerMetadata(issuer, client, clock);
    }

    @Test
    @DisplayName("OpenID Connect Discovery 1.0 §4, RFC 8414 §3: one address follows the path, the other precedes it")
    void findsDocuments() {
        assertThat(IssuerMetadata.addresses("https://idp.example"))
                .containsExactly(
                        URI.create("https://idp.example/.well-known/openid-configuration"),
                        URI.create("https://idp.example/.well-known/oauth-authorization-server"));
        for (String issuer : new String[] {"https://idp.example:8443/realms/a", "https://idp.example:8443/realms/a/"}) {
            assertThat(IssuerMetadata.addresses(issuer))
                    .containsExactly(
                            URI.create("https://idp.example:8443/realms/a/.well-known/openid-configuration"),
                            URI.create("https://idp.example:8443/.well-known/oauth-authorization-server/realms/a"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://idp.example",
                "https://idp.example?a=b",
                "https://idp.example#a",
                "https://user@idp.example",
                "urn:idp",
                "idp",
                "https://",
                "ftp://idp.example",
                "https://a b"
            })
    @DisplayName("RFC 8414 §2: an issuer is an https address without query and fragment")
    void refusesOtherIssuers(String issuer) {
        assertThatThrownBy(() -> of(issuer))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("configure the address of its key set");
    }

    @Test
    void readsOpenIdMetadata() {
        assertThat(of(provider.issuer()).locate()).isEqualTo(provider.uri(KEYS));
        assertThat(provider.requests(RFC8414)).isZero();
    }

    @Test
    void readsMetadataOfAuthorizationServer() {
        provider.answer(OPENID, IdentityProvider.text(404, ""));
        provider.answer(RFC8414, IdentityProvider.json(provider.metadata(provider.issuer())));
        assertThat(of(provider.issuer()).locate()).isEqualTo(provider.uri(KEYS));
    }

    @Test
    @DisplayName("RFC 8414 §3.3: refuses metadata of another issuer")
    void refusesMetadataOfOther() {
        provider.answer(OPENID, IdentityProvider.json(provider.metadata(provider.issuer() + "/")));
        assertThatThrownBy(() -> of(provider.issuer()).locate())
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("is that of another issuer");
    }

    @Test
    void refusesWrongDocuments() {
        String issuer = "{\"issuer\":\"" + provider.issuer() + "\"";
        for (String wrong : new String[] {
            "",
            "[]",
            "<html>",
            issuer + "}",
            issuer + ",\"jwks_uri\":7}",
            issuer + ",\"jwks_uri\":\"http://idp.example/keys\"}",
            issuer + ",\"jwks_uri\":\"file:///etc/passwd\"}",
            issuer + ",\"jwks_uri\":\"https://a b\"}",
            issuer + ",\"jwks_uri\":\"https://a.example\",\"jwks_uri\":\"https://b.example\"}"
        }) {
            provider.answer(OPENID, IdentityProvider.text(200, wrong));
            assertThatThrownBy(() -> of(provider.issuer()).locate()).as(wrong).isInstanceOf(LicensingException.class);
        }
    }

    @Test
    void bounds() {
        provider.answer(OPENID, IdentityProvider.huge(200_000));
        assertThatThrownBy(() -> of(provider.issuer()).locate())
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("larger than 131072 bytes");
        provider.answer(OPENID, provider.silence());
        assertThatThrownBy(() -> of(provider.issuer()).locate())
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("within PT0.5S");
        provider.answer(OPENID, IdentityProvider.text(302, ""));
        assertThatThrownBy(() -> of(provider.issuer()).locate()).hasMessageContaining("got status 302");
    }

    @Test
    void readsAgainAfterHourOrFailure() {
        IssuerMetadata metadata = of(provider.issuer());
        assertThat(metadata.locate()).isEqualTo(provider.uri(KEYS));
        provider.answer(
                OPENID,
                IdentityProvider.json(Map.of(
                        "issuer",
                        provider.issuer(),
                        "jwks_uri",
                        provider.uri("/new").toString())));
        clock.set("2026-03-10T12:59:59Z");
        assertThat(metadata.locate()).isEqualTo(provider.uri(KEYS));
        assertThat(provider.requests(OPENID)).isEqualTo(1);
        clock.set("2026-03-10T13:00:00Z");
        assertThat(metadata.locate()).isEqualTo(provider.uri("/new"));
        metadata.failed();
        assertThat(metadata.locate()).isEqualTo(provider.uri("/new"));
        assertThat(provider.requests(OPENID)).isEqualTo(3);
    }
}
