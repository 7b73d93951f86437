package io.github.licensing4j.core.credential.oauth;

import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.core.condition.CredentialKind;
import io.github.licensing4j.core.credential.CompactJws;
import io.github.licensing4j.core.credential.TokenFault;
import io.github.licensing4j.core.credential.TrustAnchor;
import io.github.licensing4j.spi.CredentialVerification;
import io.github.licensing4j.spi.CredentialVerifier;
import java.time.Instant;

/**
 * Verifies the signed access tokens of one issuer (RFC 9068) with its published keys.
 *
 * <p>The unverified {@code iss} selects this verifier, and the keys of that issuer then decide. All checks that need no key come
 * before the signature. Safe for use by many threads.
 */
public final class JwtAccessTokenVerifier implements CredentialVerifier {
    /** The maximum length of a token. */
    static final int MAX_LENGTH = 16_384;

    private final TokenRules rules;
    private final LicenseMapping mapping;
    private final TrustAnchor anchor;

    /** @param anchor the keys of the issuer */
    public JwtAccessTokenVerifier(OAuthIssuer issuer, TrustAnchor anchor, AccessTokens common) {
        this.rules = common.rules(issuer);
        this.mapping = common.mapping(issuer, CredentialKind.ACCESS_TOKEN);
        this.anchor = anchor;
    }

    /** Returns whether a credential is a JWT that claims to be of the issuer, in the {@code Authorization} field. */
    @Override
    public boolean accepts(Credential credential) {
        return isInAuthorization(credential)
                && UnverifiedIssuer.of(credential.value())
                        .filter(anchor.issuer()::equals)
                        .isPresent();
    }

    static boolean isInAuthorization(Credential credential) {
        return credential.source() == Source.BEARER || credential.source() == Source.DPOP;
    }

    @Override
    public CredentialVerification verify(Credential credential) {
        try {
            CompactJws jws = CompactJws.parse(credential.value(), MAX_LENGTH);
            rules.requireType(jws.header().typ());
            if (!rules.issuer().rules().algorithms().contains(jws.header().alg())) {
                throw TokenFault.invalid("its 'alg' is not accepted from its issuer");
            }
            Claims claims = Claims.parse(jws.payload());
            rules.requireJwt(claims);
            anchor.requireSignature(jws);
            return mapping.credential(claims, credential.value(), Instant.MAX);
        } catch (TokenFault fault) {
            return fault.toRejection();
        }
    }
}
