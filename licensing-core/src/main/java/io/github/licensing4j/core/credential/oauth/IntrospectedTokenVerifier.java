package io.github.licensing4j.core.credential.oauth;

import io.github.licensing4j.Credential;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.condition.CredentialKind;
import io.github.licensing4j.core.credential.ApiKeyFormat;
import io.github.licensing4j.core.credential.TokenFault;
import io.github.licensing4j.core.credential.oauth.IntrospectionClient.Result;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.spi.CredentialVerification;
import io.github.licensing4j.spi.CredentialVerification.Rejected;
import io.github.licensing4j.spi.CredentialVerifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;

/**
 * Verifies the access tokens of one issuer by introspection (RFC 7662): those that are no JWTs, and its JWTs where it has no
 * keys. Tokens are cached by their SHA-256, active ones by the engine and others here. Safe for use by many threads.
 */
public final class IntrospectedTokenVerifier implements CredentialVerifier {
    private static final int MAX_LENGTH = 4096;
    /** RFC 6750 §2.1, b64token. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final OAuthIssuer issuer;
    private final TokenRules rules;
    private final LicenseMapping mapping;
    private final IntrospectionClient client;
    private final Duration reuse;
    private final RejectedTokens rejected;
    private final InstantSource clock;

    /** @param client asks the endpoint of the issuer */
    public IntrospectedTokenVerifier(OAuthIssuer issuer, IntrospectionClient client, AccessTokens common) {
        this.issuer = issuer;
        this.rules = common.rules(issuer);
        this.mapping = common.mapping(issuer, CredentialKind.ACCESS_TOKEN);
        this.client = client;
        this.reuse = client.settings().reuse();
        this.rejected = new RejectedTokens(client.settings().reuseOfRejections().toMillis());
        this.clock = common.clock();
    }

    /**
     * Returns whether a credential can be an opaque token in the {@code Authorization} field. A JWT is none, unless it claims to be
     * of the issuer, and the issuer has no keys. Other secrets of this library are never sent away.
     */
    @Override
    public boolean accepts(Credential credential) {
        String value = credential.value();
        if (!JwtAccessTokenVerifier.isInAuthorization(credential) || value.isEmpty()) {
            return false;
        }
        if (UnverifiedIssuer.isJwt(value)) {
            return issuer.keys() instanceof KeyLocation.None
                    && UnverifiedIssuer.of(value)
                            .filter(issuer.issuer()::equals)
                            .isPresent();
        }
        return !ApiKeyFormat.looksLikeApiKey(value) && !ApiKeyFormat.looksLikeRefreshToken(value);
    }

    @Override
    public String cacheName(Credential credential) {
        return "introspected:" + Sha256.hex(credential.value());
    }

    @Override
    public CredentialVerification verify(Credential credential) {
        String token = credential.value();
        if (token.length() > MAX_LENGTH || !TOKEN.matcher(token).matches()) {
            return new Rejected(RefusalCode.CREDENTIAL_INVALID, "it has not the form of a token (RFC 6750 §2.1)");
        }
        String hash = Sha256.hex(token);
        Rejected known = rejected.find(hash, clock.millis());
        return known == null ? introspected(token, hash) : known;
    }

    private CredentialVerification introspected(String token, String hash) {
        Result result = client.introspect(token, hash);
        if (result instanceof Result.Unavailable unavailable) {
            return new Rejected(RefusalCode.ENFORCEMENT_UNAVAILABLE, unavailable.cause());
        }
        CredentialVerification verification = result instanceof Result.Active active
                ? active(active.claims(), token)
                : new Rejected(RefusalCode.CREDENTIAL_INVALID, "its issuer reports that it is not active");
        if (verification instanceof Rejected refused) {
            rejected.add(hash, refused, clock.millis());
        }
        return verification;
    }

    private CredentialVerification active(Claims claims, String token) {
        try {
            rules.requireVerified(claims);
            Instant now = clock.instant();
            Instant expiry = claims.time("exp").orElse(Instant.MAX);
            // RFC 7662 §4: an answer is never used beyond the expiry of its token, whatever the clocks differ by.
            if (!now.isBefore(expiry)) {
                throw TokenFault.of(RefusalCode.CREDENTIAL_EXPIRED, "it has expired");
            }
            Instant again = now.plus(reuse);
            return mapping.credential(claims, token, again.isBefore(expiry) ? again : expiry);
        } catch (TokenFault fault) {
            return fault.toRejection();
        }
    }
}
