package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.oauth.AccessTokenRules;
import io.github.licensing4j.core.credential.oauth.ClaimMapping;
import io.github.licensing4j.core.credential.oauth.ClaimPath;
import io.github.licensing4j.core.credential.oauth.Introspection;
import io.github.licensing4j.core.credential.oauth.KeyLocation;
import io.github.licensing4j.core.credential.oauth.OAuthIssuer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** Converts the properties of identity providers to settings. */
final class OAuthPropertyMapper {
    private static final String SPRING_SECURITY = "licensing.oauth.spring-security";
    private static final String LIBRARY = "org.springframework.security:spring-security-oauth2-resource-server";
    /** A class of that library. */
    private static final String AUTHENTICATION =
            "org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken";

    private static final int SECURITY_ORDER = -100;

    private final LicensingProperties properties;

    OAuthPropertyMapper(LicensingProperties properties) {
        this.properties = properties;
    }

    List<OAuthIssuer> issuers() {
        List<OAuthIssuer> issuers = new ArrayList<>();
        for (int n = 0; n < properties.oauth().issuers().size(); n++) {
            int i = n;
            String property = "licensing.oauth.issuers[" + i + "]";
            issuers.add(PropertyFault.named(
                    property, () -> issuer(properties.oauth().issuers().get(i), property)));
        }
        if (properties.oauth().springSecurity() && issuers.isEmpty()) {
            throw new MissingPropertyException(
                    "licensing.oauth.issuers[0].issuer",
                    "the exact 'iss' of the access tokens that Spring Security verifies");
        }
        return issuers;
    }

    /** Checks that Spring Security can verify tokens, and does so in front of the license check. */
    void checkSpringSecurity(Environment environment, @Nullable ClassLoader loader) {
        if (!ClassUtils.isPresent(AUTHENTICATION, loader)) {
            throw new MissingLibraryException(SPRING_SECURITY, List.of(LIBRARY));
        }
        int security = environment.getProperty("spring.security.filter.order", Integer.class, SECURITY_ORDER);
        int order = properties.filter().order();
        if (order <= security) {
            throw new LicensingException("licensing.filter.order is " + order
                    + ", in front of Spring Security, which verifies access tokens (" + SPRING_SECURITY
                    + "): expected a number above " + security);
        }
    }

    private OAuthIssuer issuer(OAuthProperties.Issuer issuer, String property) {
        // A list element binds without its required members.
        String name = required(issuer.issuer(), property + ".issuer", "the exact 'iss' of its access tokens");
        OAuthProperties.Introspection introspection = issuer.introspection();
        return new OAuthIssuer(
                name,
                issuer.audience(),
                keys(issuer, property),
                rules(issuer),
                mapping(issuer.claims(), property),
                introspection == null ? null : introspection(introspection, property + ".introspection"));
    }

    private KeyLocation keys(OAuthProperties.Issuer issuer, String property) {
        boolean isDiscovered = Boolean.TRUE.equals(issuer.discovery());
        if (properties.oauth().springSecurity()) {
            if (issuer.jwksUri() != null || isDiscovered || issuer.introspection() != null) {
                throw new LicensingException(
                        property + " has keys or introspection, and " + SPRING_SECURITY
                                + " is true, so that its tokens are verified by Spring Security alone: expected one of the two");
            }
            return new KeyLocation.Host();
        }
        if (issuer.jwksUri() != null && isDiscovered) {
            throw new LicensingException(
                    property + ".discovery is true, and " + property + ".jwks-uri is set: expected only one of them");
        }
        if (issuer.jwksUri() != null) {
            return new KeyLocation.Address(issuer.jwksUri());
        }
        if (isDiscovered || (issuer.discovery() == null && issuer.introspection() == null)) {
            return new KeyLocation.Metadata();
        }
        if (issuer.introspection() == null) {
            throw new LicensingException(property + ".discovery is false, and " + property
                    + " has neither jwks-uri nor introspection: expected one of them");
        }
        return new KeyLocation.None();
    }

    private static AccessTokenRules rules(OAuthProperties.Issuer issuer) {
        return new AccessTokenRules(
                issuer.profile(),
                issuer.algorithms(),
                issuer.allowMissingAudience()
                        ? AccessTokenRules.Audience.ALLOW_MISSING
                        : AccessTokenRules.Audience.REQUIRED);
    }

    private static ClaimMapping mapping(OAuthProperties.Claims claims, String property) {
        return new ClaimMapping(
                PropertyFault.named(property + ".claims.license", () -> ClaimPath.parse(claims.license())),
                claims.externalSystem(),
                optional(claims.roles(), property + ".claims.roles"),
                optional(claims.organisations(), property + ".claims.organisations"));
    }

    private static @Nullable ClaimPath optional(@Nullable String claim, String property) {
        return StringUtils.hasText(claim) ? PropertyFault.named(property, () -> ClaimPath.parse(claim)) : null;
    }

    private static Introspection introspection(OAuthProperties.Introspection settings, String property) {
        if (settings.uri() == null) {
            throw new MissingPropertyException(property + ".uri", "the address of the introspection endpoint");
        }
        String id = required(settings.clientId(), property + ".client-id", "the client id of this service there");
        String secret = required(
                settings.clientSecret(), property + ".client-secret", "the client secret of this service there");
        return new Introspection(
                settings.uri(),
                new Introspection.ClientSecret(id, secret),
                settings.timeout(),
                settings.reuse(),
                settings.reuseOfRejections());
    }

    private static String required(@Nullable String value, String property, String expected) {
        if (value == null || value.isBlank()) {
            throw new MissingPropertyException(property, expected);
        }
        return value;
    }
}
