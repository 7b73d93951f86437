package io.github.licensing4j.core.credential.oauth;

import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Health;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.KeySource;
import io.github.licensing4j.core.credential.NamedLicense;
import io.github.licensing4j.core.credential.ProviderKeys;
import io.github.licensing4j.core.credential.TrustAnchor;
import io.github.licensing4j.spi.CredentialVerification;
import io.github.licensing4j.spi.CredentialVerification.Rejected;
import io.github.licensing4j.spi.CredentialVerifier;
import io.github.licensing4j.tck.MovableClock;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An issuer of access tokens with fixed keys, a license for one of its clients, and tokens in every shape. */
final class AccessTokenFixture {
    static final String ISSUER = "https://idp.example/realms/weather";
    static final String AUDIENCE = "weather-api";
    static final long NOW = 1_773_144_000L;
    static final LicenseId LICENSE = new LicenseId("https://vendor.example", "lic_1");
    static final ProviderKey RSA = ProviderKey.of("rsa-1", "RS256");
    static final ProviderKey EC = ProviderKey.of("ec-1", "ES256");
    static final ProviderKey STRANGER = ProviderKey.of("rsa-1", "RS256");

    final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    final NamedLicense.Finder licenses = name -> switch (name.system() + ":" + name.name()) {
        case "oauth:client-1", "oauth:client-2", "crm:acme" -> new NamedLicense.Found(LICENSE);
        case "oauth:twice" -> new NamedLicense.Ambiguous(2);
        default -> new NamedLicense.None();
    };
    final AccessTokens common = new AccessTokens(AUDIENCE, clock, Duration.ofSeconds(30), licenses);

    JwtAccessTokenVerifier verifier() {
        return verifier(issuer -> issuer);
    }

    JwtAccessTokenVerifier verifier(UnaryOperator<OAuthIssuer> settings) {
        return verifier(settings, RSA, EC);
    }

    JwtAccessTokenVerifier verifier(UnaryOperator<OAuthIssuer> settings, ProviderKey... keys) {
        OAuthIssuer issuer = settings.apply(OAuthIssuer.withKeys(ISSUER, URI.create("https://idp.example/keys")));
        KeySource source = ProviderKeys.of(ProviderKey.set(keys), issuer.rules().algorithms());
        return new JwtAccessTokenVerifier(issuer, new TrustAnchor(ISSUER, AUDIENCE, List.of(source)), common);
    }

    /** Returns a verifier whose keys could not be fetched. */
    JwtAccessTokenVerifier verifierWithoutKeys() {
        OAuthIssuer issuer = OAuthIssuer.discovered(ISSUER);
        return new JwtAccessTokenVerifier(issuer, new TrustAnchor(ISSUER, AUDIENCE, List.of(new Absent())), common);
    }

    private static final class Absent implements KeySource {
        @Override
        public Lookup find(String kid) {
            return new Lookup.Unavailable();
        }

        @Override
        public Health.Component health() {
            return new Health.Component("keys", Health.Status.DOWN, "none");
        }

        @Override
        public void onChange(Runnable listener) {}

        @Override
        public void close() {}
    }

    /** Returns the claims of a right token (RFC 9068 §2.2), to be changed. */
    static Map<String, @Nullable Object> claims() {
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        claims.put("iss", ISSUER);
        claims.put("aud", AUDIENCE);
        claims.put("sub", "user-7");
        claims.put("client_id", "client-1");
        claims.put("jti", "jti-1");
        claims.put("iat", NOW);
        claims.put("exp", NOW + 300);
        return claims;
    }

    static Map<String, @Nullable Object> claims(String name, @Nullable Object value) {
        Map<String, @Nullable Object> claims = claims();
        claims.put(name, value);
        return claims;
    }

    static Map<String, @Nullable Object> without(String name) {
        Map<String, @Nullable Object> claims = claims();
        claims.remove(name);
        return claims;
    }

    static Credential bearer(String token) {
        return new Credential(Source.BEARER, token);
    }

    /** Returns the token as it is granted; fails if it is rejected. */
    static AccessToken verified(CredentialVerifier verifier, String token) {
        return verified(verifier, bearer(token));
    }

    static AccessToken verified(CredentialVerifier verifier, Credential credential) {
        CredentialVerification verification = verifier.verify(credential);
        if (verification instanceof AccessToken verified) {
            return verified;
        }
        throw new AssertionError("expected a verified token, got " + verification);
    }

    static RefusalCode code(CredentialVerifier verifier, String token) {
        return rejected(verifier, bearer(token)).code();
    }

    static Rejected rejected(CredentialVerifier verifier, Credential credential) {
        CredentialVerification verification = verifier.verify(credential);
        if (verification instanceof Rejected rejected) {
            return rejected;
        }
        throw new AssertionError("expected a rejection, got " + verification);
    }
}
