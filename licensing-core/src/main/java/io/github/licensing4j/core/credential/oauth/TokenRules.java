package io.github.licensing4j.core.credential.oauth;

import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.TokenFault;
import io.github.licensing4j.core.credential.oauth.AccessTokenRules.Audience;
import io.github.licensing4j.core.credential.oauth.AccessTokenRules.Profile;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the claims of access tokens of one issuer. Safe for use by many threads. */
final class TokenRules {
    private static final String TYPE = "at+jwt";
    private static final String GENERIC_TYPE = "jwt";
    /** Claims that only ID tokens (OpenID Connect Core 1.0 §3.1.3.6, §3.3.2.11) and security events (RFC 8417 §2.2) have. */
    private static final List<String> OF_OTHER_TOKENS = List.of("at_hash", "c_hash", "events");
    /** Values of the claim {@code typ} with which Keycloak marks tokens for other uses. */
    private static final Set<String> OTHER_TYPES = Set.of("id", "refresh", "offline", "logout");

    private static final Set<String> ACCESS_USES = Set.of("access", "access_token");

    private final OAuthIssuer issuer;
    private final String audience;
    private final InstantSource clock;
    private final Duration skew;

    /**
     * @param audience of the host, for an issuer without one of its own
     * @param skew how far the clock of the issuer may differ
     */
    TokenRules(OAuthIssuer issuer, String audience, InstantSource clock, Duration skew) {
        this.issuer = issuer;
        this.audience = issuer.audience() == null ? audience : issuer.audience();
        this.clock = clock;
        this.skew = skew;
    }

    OAuthIssuer issuer() {
        return issuer;
    }

    /**
     * Checks the type of a JWT (RFC 9068 §4, RFC 8725 §3.11): a media type, whose {@code application/} may be left out, and whose
     * case does not matter (RFC 7515 §4.1.9).
     */
    void requireType(@Nullable String typ) throws TokenFault {
        String type = typ == null ? "" : typ.toLowerCase(Locale.ROOT);
        String subtype = type.startsWith("application/") ? type.substring("application/".length()) : type;
        boolean isGeneric = typ == null || subtype.equals(GENERIC_TYPE);
        if (!subtype.equals(TYPE) && !(isGeneric && issuer.rules().profile() == Profile.ALLOW_GENERIC_JWT)) {
            throw TokenFault.invalid("its 'typ' is not " + TYPE);
        }
    }

    /** Checks the claims of a JWT that is signed by the issuer (RFC 9068 §2.2, §4). */
    void requireJwt(Claims claims) throws TokenFault {
        requireIssuer(claims);
        requireAudience(claims, Audience.REQUIRED);
        if (issuer.rules().profile() == Profile.RFC9068) {
            for (String name : List.of("sub", "client_id", "jti")) {
                claims.required(name);
            }
            if (claims.time("iat").isEmpty()) {
                throw TokenFault.invalid("the claims have no 'iat'");
            }
        }
        requireUse(claims);
        if (claims.time("exp").isEmpty()) {
            throw TokenFault.invalid("the claims have no 'exp'");
        }
        requireTimes(claims);
    }

    /** Checks the claims of a token that the issuer, or the host, has verified (RFC 7662 §4). */
    void requireVerified(Claims claims) throws TokenFault {
        if (claims.has("iss")) {
            requireIssuer(claims);
        }
        requireAudience(claims, issuer.rules().audience());
        requireUse(claims);
        requireTimes(claims);
        requireBoundType(claims);
    }

    private void requireIssuer(Claims claims) throws TokenFault {
        if (!claims.required("iss").equals(issuer.issuer())) {
            throw TokenFault.invalid("its issuer is another one");
        }
    }

    private void requireAudience(Claims claims, Audience rule) throws TokenFault {
        List<String> named = claims.texts("aud");
        if (named.isEmpty() && rule == Audience.ALLOW_MISSING) {
            return;
        }
        if (!named.contains(audience)) {
            throw TokenFault.invalid("it is meant for another audience");
        }
    }

    /** Refuses tokens of the same issuer and keys that are no access tokens (RFC 8725 §3.12). */
    private static void requireUse(Claims claims) throws TokenFault {
        for (String name : OF_OTHER_TOKENS) {
            if (claims.has(name)) {
                throw TokenFault.invalid("it is no access token, as it has the claim '" + name + "'");
            }
        }
        if (claims.has("token_use") && !ACCESS_USES.contains(claims.required("token_use"))) {
            throw TokenFault.invalid("it is no access token according to its 'token_use'");
        }
        if (claims.has("typ") && OTHER_TYPES.contains(claims.required("typ").toLowerCase(Locale.ROOT))) {
            throw TokenFault.invalid("it is no access token according to its claim 'typ'");
        }
    }

    private void requireTimes(Claims claims) throws TokenFault {
        Instant now = clock.instant();
        Instant expiry = claims.time("exp").orElse(Instant.MAX);
        // RFC 7519 §4.1.4: on or after the expiry it is refused.
        if (expiry.isBefore(Instant.MAX) && !now.isBefore(expiry.plus(skew))) {
            throw TokenFault.of(RefusalCode.CREDENTIAL_EXPIRED, "it has expired");
        }
        for (String start : List.of("iat", "nbf")) {
            if (claims.time(start).filter(at -> at.isAfter(now.plus(skew))).isPresent()) {
                throw TokenFault.invalid("its '" + start + "' is in the future");
            }
        }
    }

    /** RFC 9449 §6.2: the type of a token that is bound to a key is {@code DPoP}, and of no other one. */
    private static void requireBoundType(Claims claims) throws TokenFault {
        if (!claims.has("token_type")) {
            return;
        }
        boolean isDpop = claims.required("token_type").equalsIgnoreCase("DPoP");
        boolean isBound =
                claims.confirmations().stream().anyMatch(bound -> bound.method().equals("jkt"));
        if (isDpop != isBound) {
            throw TokenFault.invalid("its 'token_type' does not go with its 'cnf'");
        }
    }
}
