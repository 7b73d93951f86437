package io.github.licensing4j.core.credential;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import io.github.licensing4j.LicensingException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Selects the one algorithm of each key of a set (RFC 8725 §3.1). */
final class KeyAlgorithms {
    private static final KeyAlgorithms LICENSES = new KeyAlgorithms(
            List.of(JwsAlgorithm.ED25519, JwsAlgorithm.ES256, JwsAlgorithm.PS256, JwsAlgorithm.RS256),
            Unnamed.ONLY_IF_UNIQUE);
    private static final Map<Curve, JwsAlgorithm> BY_CURVE =
            Map.of(Curve.P_256, JwsAlgorithm.ES256, Curve.P_384, JwsAlgorithm.ES384, Curve.P_521, JwsAlgorithm.ES512);
    private static final Set<JwsAlgorithm> RSA = Set.of(
            JwsAlgorithm.RS256,
            JwsAlgorithm.RS384,
            JwsAlgorithm.RS512,
            JwsAlgorithm.PS256,
            JwsAlgorithm.PS384,
            JwsAlgorithm.PS512);

    private final List<JwsAlgorithm> allowed;
    private final Unnamed unnamed;

    /** Selects what becomes of a key that names no algorithm and goes with several. */
    private enum Unnamed {
        /** It is refused. */
        ONLY_IF_UNIQUE,
        /** It is used with the first allowed one. */
        FIRST_ALLOWED
    }

    private KeyAlgorithms(List<JwsAlgorithm> allowed, Unnamed unnamed) {
        this.allowed = List.copyOf(allowed);
        this.unnamed = unnamed;
    }

    /** Returns those of license tokens; an RSA key names its own. */
    static KeyAlgorithms ofLicenses() {
        return LICENSES;
    }

    /**
     * Returns those of access tokens. A key that names no algorithm is used with the first allowed one that goes with it, as many
     * identity providers publish RSA keys without {@code alg}.
     *
     * @param allowed in the order of preference
     */
    static KeyAlgorithms ofAccessTokens(List<JwsAlgorithm> allowed) {
        return new KeyAlgorithms(allowed, Unnamed.FIRST_ALLOWED);
    }

    /** @throws LicensingException if the key has no algorithm that is allowed */
    JwsAlgorithm of(JWK jwk, String where) {
        if (jwk.getAlgorithm() != null) {
            return JwsAlgorithm.of(jwk.getAlgorithm().getName())
                    .filter(allowed::contains)
                    .orElseThrow(() -> JwkSets.unusable(jwk, where, "its 'alg' is not " + names()));
        }
        if (jwk instanceof RSAKey && unnamed == Unnamed.ONLY_IF_UNIQUE) {
            throw JwkSets.unusable(
                    jwk, where, "an RSA key names its 'alg', PS256 or RS256: one key goes with one algorithm");
        }
        return allowed.stream()
                .filter(algorithm -> goesWith(jwk, algorithm))
                .findFirst()
                .orElseThrow(() -> JwkSets.unusable(jwk, where, noneFor(jwk)));
    }

    private String noneFor(JWK jwk) {
        String curves = BY_CURVE.entrySet().stream()
                .filter(one -> allowed.contains(one.getValue()))
                .map(one -> one.getKey().getName())
                .sorted()
                .collect(Collectors.joining(", "));
        return jwk instanceof ECKey ec && !curves.isEmpty()
                ? "its curve is " + ec.getCurve() + ", expected " + curves
                : "its type goes with none of " + names();
    }

    private static boolean goesWith(JWK jwk, JwsAlgorithm algorithm) {
        if (jwk instanceof RSAKey) {
            return RSA.contains(algorithm);
        }
        if (jwk instanceof ECKey ec) {
            return algorithm == BY_CURVE.get(ec.getCurve());
        }
        return jwk instanceof OctetKeyPair okp
                && Curve.Ed25519.equals(okp.getCurve())
                && algorithm == JwsAlgorithm.ED25519;
    }

    private String names() {
        String all = allowed.stream().map(JwsAlgorithm::text).collect(Collectors.joining(", "));
        int last = all.lastIndexOf(", ");
        return last < 0 ? all : all.substring(0, last) + " or " + all.substring(last + 2);
    }
}
