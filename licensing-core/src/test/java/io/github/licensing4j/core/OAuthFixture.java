package io.github.licensing4j.core;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallBuilder;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.core.credential.oauth.IdentityProvider;
import io.github.licensing4j.core.credential.oauth.OAuthIssuer;
import io.github.licensing4j.core.credential.oauth.ProviderKey;
import io.github.licensing4j.spi.LicenseRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An engine that accepts the access tokens of an identity provider, with a license for its client {@code client-1}. */
final class OAuthFixture implements AutoCloseable {
    static final long NOW = 1_773_144_000L;
    /** A time-out that no busy machine exceeds: without the keys of its issuer, a token is answered 503. */
    static final Duration PATIENT = Duration.ofSeconds(30);

    private static final ProviderKey KEY = ProviderKey.of("key-1", "ES256");

    final IdentityProvider provider = IdentityProvider.with(KEY);
    final EngineFixture engine;
    LicenseRecord license = license("lic_1", "client-1");

    OAuthFixture(Path dir) {
        this(dir, provider -> OAuthIssuer.discovered(provider.issuer()), builder -> builder);
    }

    OAuthFixture(Path dir, Function<IdentityProvider, OAuthIssuer> issuer, UnaryOperator<LicensingBuilder> settings) {
        this.engine = new EngineFixture(dir, builder -> {
            builder.providerTimeout = PATIENT;
            return settings.apply(builder.oauth(issuer.apply(provider)));
        });
        engine.put(license);
    }

    static LicenseRecord license(String id, String client) {
        return LicenseRecord.of(
                        new LicenseId(EngineFixture.ISSUER, id),
                        "customer of " + id,
                        PlanId.parse("pro@1"),
                        Instant.parse("2026-01-01T00:00:00Z"),
                        ZoneOffset.UTC)
                .edit(Instant.parse("2026-01-01T00:00:00Z"))
                .external(Map.of("oauth", client))
                .unstored();
    }

    Map<String, @Nullable Object> claims() {
        return claims(provider, NOW);
    }

    /** Returns claims of an access token of client-1, valid for ten minutes. */
    static Map<String, @Nullable Object> claims(IdentityProvider provider, long nowSeconds) {
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        claims.put("iss", provider.issuer());
        claims.put("aud", EngineFixture.AUDIENCE);
        claims.put("sub", "user-7");
        claims.put("client_id", "client-1");
        claims.put("jti", "jti-1");
        claims.put("iat", nowSeconds);
        claims.put("exp", nowSeconds + 600);
        return claims;
    }

    Map<String, @Nullable Object> claims(String name, @Nullable Object value) {
        Map<String, @Nullable Object> claims = claims();
        claims.put(name, value);
        return claims;
    }

    ProviderKey key() {
        return KEY;
    }

    String sign(Map<String, @Nullable Object> claims) {
        return KEY.sign(claims);
    }

    String token() {
        return KEY.sign(claims());
    }

    String token(String name, @Nullable Object value) {
        return KEY.sign(claims(name, value));
    }

    /** Stores a license with other names. */
    LicenseRecord rename(LicenseRecord before, Map<String, String> names) {
        LicenseRecord renamed =
                before.edit(engine.clock.instant()).external(names).done();
        engine.put(renamed);
        return renamed;
    }

    static CallBuilder call(Source source, String token) {
        return Call.builder("GET", new RequestPath.Canonical("/v1/forecast")).credential(new Credential(source, token));
    }

    /** Identifies the caller of a bearer token; returns its license, or the code of the refusal. */
    String bearer(String token) {
        return identify(call(Source.BEARER, token).build());
    }

    String identify(Call call) {
        return shown(engine.licensing.identify(call));
    }

    static String shown(Identification who) {
        return who instanceof Refused refused
                ? refused.refusal().code().text()
                : ((Identified) who).license().orElseThrow().id().value();
    }

    static String shownDecision(Decision decision) {
        return decision instanceof Refused refused ? refused.refusal().code().text() : "granted";
    }

    @Override
    public void close() {
        engine.close();
        provider.close();
    }
}
