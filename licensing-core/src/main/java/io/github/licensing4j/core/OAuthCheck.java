package io.github.licensing4j.core;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.oauth.OAuthIssuer;
import java.util.HashSet;
import java.util.Set;

/** Refuses OAuth issuers that contradict each other, or the issuers of license tokens. */
final class OAuthCheck {
    private OAuthCheck() {}

    /** @throws LicensingException if a token could be read in two ways, or could lead to the license of another issuer's token */
    static void check(LicensingBuilder settings, String issuer) {
        if (settings.oauthIssuers.isEmpty()) {
            return;
        }
        if (!settings.stored.hasStore()) {
            throw new LicensingException(
                    "access tokens of identity providers are accepted, but no license store has licenses that they could lead to");
        }
        Set<String> issuers = new HashSet<>();
        issuers.add(issuer);
        settings.trusted.forEach(trusted -> issuers.add(trusted.issuer()));
        Set<String> systems = new HashSet<>();
        for (OAuthIssuer provider : settings.oauthIssuers) {
            if (!issuers.add(provider.issuer())) {
                throw new LicensingException("issuer '" + provider.issuer()
                        + "' is an OAuth issuer, and an issuer of license tokens or another OAuth issuer as well:"
                        + " expected each issuer once, because it decides how a token is verified");
            }
            if (!systems.add(provider.mapping().system())) {
                throw new LicensingException(
                        "two OAuth issuers have the external system '"
                                + provider.mapping().system()
                                + "', so that a token of one could lead to a license of the other: expected one of its own for each");
            }
        }
        checkIntrospection(settings);
    }

    private static void checkIntrospection(LicensingBuilder settings) {
        long introspected = settings.oauthIssuers.stream()
                .filter(provider -> provider.introspection() != null)
                .count();
        if (introspected > 1) {
            throw new LicensingException(
                    "tokens are introspected at " + introspected
                            + " issuers: expected one, because an opaque token does not name its issuer and would be sent to others");
        }
        if (introspected == 1 && settings.stored.tokens().keyForms().acceptsUnprefixed()) {
            throw new LicensingException(
                    "opaque access tokens are introspected, and imported API keys need no prefix, so that one could be taken"
                            + " for the other: expected prefixes of imported keys, or no introspection");
        }
    }
}
