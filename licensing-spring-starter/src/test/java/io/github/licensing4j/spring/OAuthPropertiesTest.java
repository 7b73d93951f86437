package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.oauth.AccessTokenRules;
import io.github.licensing4j.core.credential.oauth.Introspection;
import io.github.licensing4j.core.credential.oauth.KeyLocation;
import io.github.licensing4j.core.credential.oauth.OAuthIssuer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The properties of identity providers. */
class OAuthPropertiesTest {
    @TempDir
    Path dir;

    /** Returns properties of the first issuer. */
    private static String[] issuer(String... settings) {
        return Stream.of(settings)
                .map(setting -> "licensing.oauth.issuers[0]." + setting)
                .toArray(String[]::new);
    }

    private List<OAuthIssuer> issuers(String... properties) {
        List<OAuthIssuer> issuers = new ArrayList<>();
        StoredApplication.in(dir).withPropertyValues(properties).run(context -> {
            assertThat(context).hasNotFailed();
            issuers.addAll(new OAuthPropertyMapper(context.getBean(LicensingProperties.class)).issuers());
        });
        return issuers;
    }

    @Test
    void hasDefaults() {
        assertThat(issuers(issuer("issuer=https://idp.example", "jwks-uri=http://127.0.0.1:1/keys")))
                .containsExactly(OAuthIssuer.withKeys("https://idp.example", URI.create("http://127.0.0.1:1/keys")));
        assertThat(issuers()).isEmpty();
    }

    @Test
    void readsRulesAndClaims() {
        OAuthIssuer issuer = issuers(issuer(
                        "issuer=https://idp.example",
                        "audience=weather",
                        "allow-missing-audience=true",
                        "jwks-uri=http://127.0.0.1:1/keys",
                        "profile=allow-generic-jwt",
                        "algorithms=ES256,PS512",
                        "claims.license=azp",
                        "claims.external-system=keycloak",
                        "claims.roles=/realm_access/roles",
                        "claims.organisations=/org/names"))
                .get(0);
        assertThat(issuer.audience()).isEqualTo("weather");
        assertThat(issuer.rules())
                .isEqualTo(new AccessTokenRules(
                        AccessTokenRules.Profile.ALLOW_GENERIC_JWT,
                        List.of(JwsAlgorithm.ES256, JwsAlgorithm.PS512),
                        AccessTokenRules.Audience.ALLOW_MISSING));
        assertThat(issuer.mapping().license()).hasToString("azp");
        assertThat(issuer.mapping().system()).isEqualTo("keycloak");
        assertThat(issuer.mapping().roles()).hasToString("/realm_access/roles");
        assertThat(issuer.mapping().organisations()).hasToString("/org/names");
    }

    @Test
    void readsIntrospection() {
        OAuthIssuer issuer = issuers(issuer(
                        "issuer=https://idp.example",
                        "jwks-uri=http://127.0.0.1:1/keys",
                        "introspection.uri=https://idp.example/introspect",
                        "introspection.client-id=weather",
                        "introspection.client-secret=secret-of-weather",
                        "introspection.timeout=2s",
                        "introspection.reuse=30s",
                        "introspection.reuse-of-rejections=5s"))
                .get(0);
        assertThat(issuer.introspection())
                .isEqualTo(new Introspection(
                        URI.create("https://idp.example/introspect"),
                        new Introspection.ClientSecret("weather", "secret-of-weather"),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(5)));
    }

    @Test
    void introspectsAloneWithoutKeys() {
        OAuthIssuer issuer = issuers(issuer(
                        "issuer=https://idp.example",
                        "introspection.uri=https://idp.example/introspect",
                        "introspection.client-id=weather",
                        "introspection.client-secret=secret"))
                .get(0);
        assertThat(issuer.keys()).isEqualTo(new KeyLocation.None());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jwks-uri=https://idp.example/keys | licensing.oauth.issuers[0].issuer is not set",
                "issuer=https://idp.example;jwks-uri=http://idp.example/keys | https",
                "issuer=https://idp.example;jwks-uri=https://idp.example/keys;discovery=true | expected only one of them",
                "issuer=https://idp.example;discovery=false | expected one of them",
                "issuer=http://idp.example | needs an https address",
                "issuer=https://test.example;jwks-uri=http://127.0.0.1:1/keys | expected each issuer once",
                "issuer=https://idp.example;jwks-uri=http://127.0.0.1:1/keys;claims.license= | claims.license",
                "issuer=https://idp.example;jwks-uri=http://127.0.0.1:1/keys;claims.roles=/a//b | claims.roles",
                "issuer=https://idp.example;jwks-uri=http://127.0.0.1:1/keys;claims.organisations=/a//b | claims.organisations",
                "issuer=https://idp.example;jwks-uri=http://127.0.0.1:1/keys;claims.external-system=a b | external system",
                "issuer=https://idp.example;jwks-uri=http://127.0.0.1:1/keys;algorithms=HS256 | algorithms",
                "issuer=https://idp.example;introspection.client-id=a | introspection.uri is not set",
                "issuer=https://idp.example;introspection.uri=https://idp.example/i | introspection.client-id is not set",
                "issuer=https://idp.example;introspection.uri=https://idp.example/i;introspection.client-id=a | client-secret is not set",
                "issuer=https://idp.example;introspection.uri=http://idp.example/i;introspection.client-id=a;introspection.client-secret=hush | over https"
            })
    void wrongSettingsFailStart(String settings, String expected) {
        StoredApplication.in(dir)
                .withPropertyValues(issuer(settings.strip().split(";", -1)))
                .run(context -> {
                    assertThat(context).hasFailed();
                    Throwable failure = context.getStartupFailure();
                    StringBuilder messages = new StringBuilder();
                    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                        messages.append(cause.getMessage()).append('\n');
                    }
                    assertThat(messages).contains(expected).doesNotContain("hush");
                });
    }

    @Test
    void hidesSecret() {
        StoredApplication.in(dir)
                .withPropertyValues(issuer(
                        "issuer=https://idp.example",
                        "introspection.uri=https://idp.example/introspect",
                        "introspection.client-id=weather",
                        "introspection.client-secret=hush-hush"))
                .run(context -> assertThat(
                                context.getBean(LicensingProperties.class).toString())
                        .doesNotContain("hush-hush"));
    }
}
