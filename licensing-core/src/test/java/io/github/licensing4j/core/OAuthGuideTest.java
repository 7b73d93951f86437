package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Identified;
import io.github.licensing4j.core.credential.oauth.ClaimMapping;
import io.github.licensing4j.core.credential.oauth.ClaimPath;
import io.github.licensing4j.core.credential.oauth.IdentityProvider;
import io.github.licensing4j.core.credential.oauth.OAuthIssuer;
import io.github.licensing4j.core.credential.oauth.ProviderKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings that docs/oauth.md shows do what it says. */
class OAuthGuideTest {
    @TempDir
    Path dir;

    static LicensingBuilder withProvider(LicensingBuilder builder, String issuer) {
        ClaimMapping claims =
                ClaimMapping.defaults().license(ClaimPath.parse("azp")).roles(ClaimPath.parse("/realm_access/roles"));
        return builder.oauth(OAuthIssuer.discovered(issuer).mapping(claims));
    }

    @Test
    void mapsClaims() {
        ProviderKey key = ProviderKey.of("key-1", "RS256");
        try (IdentityProvider provider = IdentityProvider.with(key);
                EngineFixture engine = new EngineFixture(dir, builder -> {
                    builder.providerTimeout = OAuthFixture.PATIENT;
                    return withProvider(builder, provider.issuer());
                })) {
            engine.put(OAuthFixture.license("lic_1", "weather-client"));
            Map<String, @Nullable Object> claims = new LinkedHashMap<>(Map.of(
                    "iss",
                    provider.issuer(),
                    "aud",
                    EngineFixture.AUDIENCE,
                    "sub",
                    "user-7",
                    "client_id",
                    "ignored",
                    "azp",
                    "weather-client",
                    "jti",
                    "jti-1",
                    "iat",
                    OAuthFixture.NOW,
                    "exp",
                    OAuthFixture.NOW + 60,
                    "realm_access",
                    Map.of("roles", List.of("analyst"))));
            Identified caller = (Identified) engine.identify(key.sign(claims));
            assertThat(caller.license().orElseThrow().id().value()).isEqualTo("lic_1");
            assertThat(caller.roles()).containsExactly("analyst");
        }
    }
}
