package io.github.licensing4j.core.credential.oauth;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import java.util.List;

/**
 * The rules for the access tokens of an issuer.
 *
 * @param profile the profile of its JWTs; default {@link Profile#RFC9068}
 * @param algorithms the signature algorithms of its JWTs, all asymmetric; a key that names none is used with the first that goes
 *     with it. Default RS256, PS256, ES256, Ed25519
 * @param audience whether a token that is no JWT must name its audience; default {@link Audience#REQUIRED}
 */
public record AccessTokenRules(Profile profile, List<JwsAlgorithm> algorithms, Audience audience) {
    private static final AccessTokenRules DEFAULTS = new AccessTokenRules(
            Profile.RFC9068,
            List.of(JwsAlgorithm.RS256, JwsAlgorithm.PS256, JwsAlgorithm.ES256, JwsAlgorithm.ED25519),
            Audience.REQUIRED);

    /** The profile of a JWT. */
    public enum Profile {
        /** RFC 9068: {@code typ: at+jwt}, and {@code client_id}, {@code sub}, {@code jti} and {@code iat}. */
        RFC9068,
        /**
         * Also {@code typ: JWT} or none, and claims that RFC 9068 requires may be absent. The audience is what keeps an ID token
         * apart, so it must be that of this service and never a client id.
         */
        ALLOW_GENERIC_JWT
    }

    /** The audience of a token that is introspected or verified by the host. A JWT that is verified here always names it. */
    public enum Audience {
        /** A token without an audience is refused. */
        REQUIRED,
        /** A token without an audience is accepted, for servers that never name one. */
        ALLOW_MISSING
    }

    public AccessTokenRules {
        algorithms = List.copyOf(algorithms);
        if (algorithms.isEmpty()) {
            throw new LicensingException("access tokens may have no algorithm at all: expected some, such as RS256");
        }
    }

    /** Returns the default rules. */
    public static AccessTokenRules defaults() {
        return DEFAULTS;
    }

    /** Returns these rules with another profile. */
    public AccessTokenRules profile(Profile other) {
        return new AccessTokenRules(other, algorithms, audience);
    }

    /** Returns these rules with other algorithms, the preferred one first. */
    public AccessTokenRules algorithms(List<JwsAlgorithm> others) {
        return new AccessTokenRules(profile, others, audience);
    }

    /** Returns these rules with another rule for the audience of tokens that are no JWTs. */
    public AccessTokenRules audience(Audience other) {
        return new AccessTokenRules(profile, algorithms, other);
    }
}
