package io.github.licensing4j.core.credential.oauth;

import io.github.licensing4j.LicensingException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider whose access tokens are accepted as credentials of calls. A token leads to the stored license that has
 * the value of a claim as its name in a system.
 *
 * @param issuer the exact {@code iss} of its tokens
 * @param audience the value that {@code aud} of its tokens must contain, null for the host's own audience
 * @param keys where the keys of its JWTs are
 * @param rules what its tokens must be like
 * @param mapping how its claims lead to a license and to roles
 * @param introspection verifies its tokens that are no JWTs, or all of them without keys; null for none
 */
public record OAuthIssuer(
        String issuer,
        @Nullable String audience,
        KeyLocation keys,
        AccessTokenRules rules,
        ClaimMapping mapping,
        @Nullable Introspection introspection) {
    public OAuthIssuer {
        if (issuer.isBlank()) {
            throw new LicensingException("an OAuth issuer is blank: expected the exact 'iss' of its access tokens");
        }
        if (keys instanceof KeyLocation.Host && introspection != null) {
            throw new LicensingException("tokens of issuer '" + issuer
                    + "' are verified by the host, so that they are never introspected: expected one of the two");
        }
        if (keys instanceof KeyLocation.None && introspection == null) {
            throw new LicensingException(
                    "tokens of issuer '" + issuer + "' are verified by nothing: expected keys or introspection");
        }
    }

    /** Creates an issuer whose key set is found by its metadata (RFC 8414, OpenID Connect Discovery 1.0). */
    public static OAuthIssuer discovered(String issuer) {
        return of(issuer, new KeyLocation.Metadata(), null);
    }

    /**
     * Creates an issuer with a key set at an address.
     *
     * @param jwksUri https, or http on the loopback
     */
    public static OAuthIssuer withKeys(String issuer, URI jwksUri) {
        return of(issuer, new KeyLocation.Address(jwksUri), null);
    }

    /** Creates an issuer whose tokens are all introspected (RFC 7662). */
    public static OAuthIssuer introspected(String issuer, Introspection introspection) {
        return of(issuer, new KeyLocation.None(), introspection);
    }

    /** Creates an issuer whose tokens the host verifies before the license check, for example by Spring Security. */
    public static OAuthIssuer verifiedByHost(String issuer) {
        return of(issuer, new KeyLocation.Host(), null);
    }

    private static OAuthIssuer of(String issuer, KeyLocation keys, @Nullable Introspection introspection) {
        return new OAuthIssuer(issuer, null, keys, AccessTokenRules.defaults(), ClaimMapping.defaults(), introspection);
    }

    /** Returns this issuer with an audience of its tokens; default the host's own. */
    public OAuthIssuer audience(String expected) {
        return new OAuthIssuer(issuer, expected, keys, rules, mapping, introspection);
    }

    /** Returns this issuer with other rules; default {@link AccessTokenRules#defaults}. */
    public OAuthIssuer rules(AccessTokenRules other) {
        return new OAuthIssuer(issuer, audience, keys, other, mapping, introspection);
    }

    /** Returns this issuer with another mapping of claims; default {@link ClaimMapping#defaults}. */
    public OAuthIssuer mapping(ClaimMapping other) {
        return new OAuthIssuer(issuer, audience, keys, rules, other, introspection);
    }

    /** Returns this issuer with introspection of tokens that are no JWTs; default none. */
    public OAuthIssuer introspection(Introspection other) {
        return new OAuthIssuer(issuer, audience, keys, rules, mapping, other);
    }
}
