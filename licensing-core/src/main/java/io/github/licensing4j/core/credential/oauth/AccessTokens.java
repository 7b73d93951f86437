package io.github.licensing4j.core.credential.oauth;

import io.github.licensing4j.core.condition.CredentialKind;
import io.github.licensing4j.core.credential.NamedLicense;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The settings and collaborators that all verifiers of access tokens share.
 *
 * @param audience of the host, which tokens must name unless their issuer has another one
 * @param skew how far the clocks of issuers may differ
 * @param licenses finds licenses by name
 */
public record AccessTokens(String audience, InstantSource clock, Duration skew, NamedLicense.Finder licenses) {

    TokenRules rules(OAuthIssuer issuer) {
        return new TokenRules(issuer, audience, clock, skew);
    }

    /** @param kind of the credentials that it makes */
    LicenseMapping mapping(OAuthIssuer issuer, CredentialKind kind) {
        return new LicenseMapping(issuer.mapping(), licenses, kind);
    }
}
