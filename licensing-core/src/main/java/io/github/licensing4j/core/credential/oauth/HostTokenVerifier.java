package io.github.licensing4j.core.credential.oauth;

import io.github.licensing4j.AuthenticatedToken;
import io.github.licensing4j.Credential;
import io.github.licensing4j.core.condition.CredentialKind;
import io.github.licensing4j.core.credential.TokenFault;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.spi.CredentialVerification;
import io.github.licensing4j.spi.CredentialVerifier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes credentials of access tokens that the host has verified. Issuer, audience and times are checked, the signature is not.
 * The claims are read once a minute, as those of an opaque token may change. Safe for use by many threads.
 */
public final class HostTokenVerifier implements CredentialVerifier {
    private static final Duration REUSE = Duration.ofSeconds(60);

    private final Map<String, Provider> providers = new HashMap<>();
    private final InstantSource clock;

    private record Provider(TokenRules rules, LicenseMapping mapping) {}

    /** @param issuers those whose tokens the host verifies, at least one */
    public HostTokenVerifier(List<OAuthIssuer> issuers, AccessTokens common) {
        this.clock = common.clock();
        issuers.forEach(issuer -> providers.put(
                issuer.issuer(),
                new Provider(common.rules(issuer), common.mapping(issuer, CredentialKind.AUTHENTICATED_TOKEN))));
    }

    @Override
    public boolean accepts(Credential credential) {
        return credential.authenticated() != null;
    }

    /** Returns a name that no token has which the host has not verified. */
    @Override
    public String cacheName(Credential credential) {
        return "host:" + Sha256.hex(credential.value());
    }

    @Override
    public CredentialVerification verify(Credential credential) {
        try {
            AuthenticatedToken token = credential.authenticated();
            if (token == null || credential.value().isEmpty()) {
                throw TokenFault.invalid("the host has not verified it");
            }
            Claims claims = Claims.of(token.claims());
            Provider provider = provider(claims.has("iss") ? claims.required("iss") : null);
            provider.rules.requireVerified(claims);
            return provider.mapping.credential(
                    claims, credential.value(), clock.instant().plus(REUSE));
        } catch (TokenFault fault) {
            return fault.toRejection();
        }
    }

    /** @param issuer null if the claims name none; a single configured issuer is then the one */
    private Provider provider(@Nullable String issuer) throws TokenFault {
        if (issuer == null && providers.size() == 1) {
            return providers.values().iterator().next();
        }
        Provider provider = issuer == null ? null : providers.get(issuer);
        if (provider == null) {
            throw TokenFault.invalid("its issuer is none whose tokens lead to licenses");
        }
        return provider;
    }
}
