package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.admin.TokenSettings;
import io.github.licensing4j.core.credential.ApiKeyForms;
import io.github.licensing4j.core.credential.oauth.AccessTokenRules;
import io.github.licensing4j.core.credential.oauth.ClaimMapping;
import io.github.licensing4j.core.credential.oauth.Introspection;
import io.github.licensing4j.core.credential.oauth.OAuthIssuer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of OAuth issuers that contradict each other fail the start. */
class OAuthSettingsTest {
    private static final URI KEYS = URI.create("http://127.0.0.1:1/keys");
    private static final OAuthIssuer ONE = OAuthIssuer.verifiedByHost("https://one.example");
    private static final Introspection INTROSPECTION =
            Introspection.of(URI.create("http://127.0.0.1:1/introspect"), "id", "secret");

    @TempDir
    Path dir;

    private void refuses(String message, UnaryOperator<LicensingBuilder> settings) {
        assertThatThrownBy(() -> new EngineFixture(dir, settings).close())
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesIssuerOfLicenseTokens() {
        refuses(
                "expected each issuer once",
                builder -> builder.oauth(OAuthIssuer.verifiedByHost(EngineFixture.ISSUER)));
        refuses(
                "expected each issuer once",
                builder -> builder.trust(new TrustedIssuer("https://one.example", KEYS, null))
                        .oauth(ONE));
        refuses(
                "expected each issuer once",
                builder -> builder.oauth(ONE)
                        .oauth(ONE.mapping(ClaimMapping.defaults().system("two"))));
    }

    @Test
    void refusesSystemOfTwoIssuers() {
        refuses(
                "external system 'oauth'",
                builder -> builder.oauth(ONE).oauth(OAuthIssuer.verifiedByHost("https://two.example")));
    }

    @Test
    void refusesTwoIntrospections() {
        refuses(
                "would be sent to others",
                builder -> builder.oauth(OAuthIssuer.introspected("https://one.example", INTROSPECTION))
                        .oauth(OAuthIssuer.introspected("https://two.example", INTROSPECTION)
                                .mapping(ClaimMapping.defaults().system("two"))));
    }

    @Test
    void refusesIntrospectionBesideUnprefixedKeys() {
        ApiKeyForms any = ApiKeyForms.withImported(Set.of(), ApiKeyForms.Unprefixed.ACCEPTED);
        refuses("expected prefixes of imported keys", builder -> {
            builder.stored.tokens(TokenSettings.defaults().withKeyForms(any));
            return builder.oauth(OAuthIssuer.introspected("https://one.example", INTROSPECTION));
        });
    }

    @Test
    void refusesStartWithoutStore() {
        refuses(
                "no license store",
                builder -> builder.stored(StoreOptions.withoutStore()).oauth(ONE));
    }

    @Test
    void refusesContradictionsOfOneIssuer() {
        assertThatThrownBy(() -> ONE.introspection(INTROSPECTION)).hasMessageContaining("expected one of the two");
        assertThatThrownBy(() -> OAuthIssuer.verifiedByHost(" ")).hasMessageContaining("is blank");
        assertThatThrownBy(() -> AccessTokenRules.defaults().algorithms(List.of()))
                .hasMessageContaining("no algorithm");
        for (String system : List.of("", "a b", "é", "x".repeat(65))) {
            assertThatThrownBy(() -> ClaimMapping.defaults().system(system))
                    .isInstanceOf(LicensingException.class)
                    .hasMessageContaining("external system");
        }
        refuses("needs an https address", builder -> builder.oauth(OAuthIssuer.discovered("http://idp.example")));
        refuses(
                "is fetched over https",
                builder -> builder.oauth(
                        OAuthIssuer.withKeys("https://one.example", URI.create("http://idp.example/keys"))));
    }
}
