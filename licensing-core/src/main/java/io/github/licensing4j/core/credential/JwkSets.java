package io.github.licensing4j.core.credential;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import io.github.licensing4j.LicensingException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads JWK sets (RFC 7517) into keys that verify, and sign where they have a private part. */
final class JwkSets {
    private static final Logger log = LoggerFactory.getLogger(JwkSets.class);
    private static final Set<Curve> SUPPORTED = Set.of(Curve.P_256, Curve.P_384, Curve.P_521);

    private JwkSets() {}

    /** Reads the host's own set, which may have private parts. */
    static List<HostKey> readOwn(String json, String where) {
        List<HostKey> keys = new ArrayList<>();
        for (JWK jwk : requireDistinct(parse(json, where), where)) {
            keys.add(read(jwk, KeyAlgorithms.ofLicenses().of(jwk, where), where));
        }
        return keys;
    }

    /**
     * Reads a published set: refused as a whole if one member is private or symmetric; members for other uses, and of
     * unsupported types and sizes, are skipped (RFC 7517 §5). A set without usable members is refused, an empty one is
     * not: its issuer has removed its keys.
     */
    static List<VerificationKey> readPublished(List<JWK> set, String where) {
        return readPublished(set, KeyAlgorithms.ofLicenses(), where);
    }

    /** Reads a published set as {@link #readPublished(List, String)} does, with the algorithms that its keys may have. */
    static List<VerificationKey> readPublished(List<JWK> set, KeyAlgorithms algorithms, String where) {
        for (JWK jwk : requireDistinct(set, where)) {
            if (jwk.isPrivate() || !(jwk instanceof com.nimbusds.jose.jwk.AsymmetricJWK)) {
                throw new LicensingException(where + ": the set has a private or symmetric key, which a published set"
                        + " must never have; the whole set is refused");
            }
        }
        List<VerificationKey> keys = new ArrayList<>();
        LicensingException unusable = null;
        for (JWK jwk : set) {
            try {
                if (isForSignatures(jwk)) {
                    keys.add(read(jwk, algorithms.of(jwk, where), where).verification());
                }
            } catch (LicensingException e) {
                log.warn("A published key is skipped: {}", e.getMessage());
                unusable = e;
            }
        }
        if (keys.isEmpty() && unusable != null) {
            throw unusable;
        }
        return keys;
    }

    /** Reads one key with a given algorithm, for signatures that are not license tokens. */
    static HostKey read(JWK jwk, JwsAlgorithm algorithm, String where) {
        String kid = kidOf(jwk, where);
        if (!isForSignatures(jwk)) {
            throw unusable(jwk, where, "its 'use' or 'key_ops' is for something else than signatures");
        }
        try {
            PublicKey publicKey = publicKey(jwk);
            PrivateKey privateKey = jwk.isPrivate() ? privateKey(jwk) : null;
            SignatureCheck check = KeyMaterial.check(publicKey, algorithm);
            return new HostKey(
                    new VerificationKey(kid, algorithm, check),
                    privateKey == null ? null : new SigningKey(kid, algorithm, privateKey),
                    published(jwk.toPublicJWK(), kid));
        } catch (JOSEException | LicensingException e) {
            throw new LicensingException(where + ": key '" + kid + "' cannot be used: " + e.getMessage(), e);
        }
    }

    /** Returns the public part with the key id of its tokens, which the set may omit where it is the thumbprint. */
    private static JWK published(JWK jwk, String kid) throws JOSEException {
        if (jwk.getKeyID() != null) {
            return jwk;
        }
        Map<String, Object> members = jwk.toJSONObject();
        members.put("kid", kid);
        try {
            return JWK.parse(members);
        } catch (ParseException e) {
            throw new JOSEException("it is not well-formed once it is named", e);
        }
    }

    static List<JWK> parse(String json, String where) {
        try {
            return JWKSet.parse(json).getKeys();
        } catch (ParseException | RuntimeException e) {
            // Some malformed sets make the parser fail with a runtime exception.
            throw new LicensingException(where + ": expected a JWK set (RFC 7517), " + e.getMessage(), e);
        }
    }

    private static List<JWK> requireDistinct(List<JWK> keys, String where) {
        Set<String> kids = new HashSet<>();
        for (JWK jwk : keys) {
            if (!kids.add(kidOf(jwk, where))) {
                throw new LicensingException(where + ": two keys have the kid '" + jwk.getKeyID() + "'");
            }
        }
        return keys;
    }

    private static boolean isForSignatures(JWK jwk) {
        return (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE))
                && (jwk.getKeyOperations() == null
                        || jwk.getKeyOperations().contains(KeyOperation.VERIFY)
                        || jwk.getKeyOperations().contains(KeyOperation.SIGN));
    }

    private static String kidOf(JWK jwk, String where) {
        if (jwk.getKeyID() != null) {
            return jwk.getKeyID();
        }
        try {
            return jwk.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new LicensingException(where + ": a key without 'kid' has no thumbprint either", e);
        }
    }

    private static PublicKey publicKey(JWK jwk) throws JOSEException {
        if (jwk instanceof RSAKey rsa) {
            return rsa.toPublicKey();
        }
        if (jwk instanceof ECKey ec && SUPPORTED.contains(ec.getCurve())) {
            return ec.toPublicKey();
        }
        if (jwk instanceof OctetKeyPair okp && Curve.Ed25519.equals(okp.getCurve())) {
            return KeyMaterial.ed25519Public(okp.getDecodedX());
        }
        throw new JOSEException("expected an RSA key, an Ed25519 key, or a key of P-256, P-384 or P-521");
    }

    private static @Nullable PrivateKey privateKey(JWK jwk) throws JOSEException {
        if (jwk instanceof RSAKey rsa) {
            return rsa.toPrivateKey();
        }
        return jwk instanceof ECKey ec
                ? ec.toPrivateKey()
                : KeyMaterial.ed25519Private(jwk.toOctetKeyPair().getDecodedD());
    }

    static LicensingException unusable(JWK jwk, String where, String why) {
        return new LicensingException(where + ": key '" + jwk.getKeyID() + "' cannot be used: " + why);
    }
}
