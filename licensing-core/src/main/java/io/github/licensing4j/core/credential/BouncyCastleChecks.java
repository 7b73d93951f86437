package io.github.licensing4j.core.credential;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.hash.Sha256;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Verifies signatures with Bouncy Castle's lightweight API: eight times faster than the JDK for Ed25519 and ES256.
 * Loaded only where the library is present.
 */
final class BouncyCastleChecks {
    private BouncyCastleChecks() {}

    /** Loaded with the first key of the curve. The custom curve is faster than the generic one of {@code ECNamedCurveTable}. */
    private static final class P256 {
        static final X9ECParameters CURVE = CustomNamedCurves.getByName("P-256");
        static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
    }

    /** Computes the tables of the curve. */
    static void prepare() {
        Ed25519.precompute();
    }

    /** @throws LicensingException if the key is not a point of its curve */
    static SignatureCheck of(PublicKey key, JwsAlgorithm algorithm) {
        return algorithm == JwsAlgorithm.ED25519 ? ed25519(KeyMaterial.rawEd25519(key)) : es256((ECPublicKey) key);
    }

    static SignatureCheck ed25519(byte[] publicKey) {
        Ed25519.PublicPoint point = Ed25519.validatePublicKeyPartialExport(publicKey, 0);
        if (point == null) {
            throw new LicensingException("an Ed25519 public key is not a point of the curve");
        }
        return (input, signature) -> signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signature, 0, point, input, 0, input.length);
    }

    static SignatureCheck es256(ECPublicKey key) {
        var point = P256.CURVE
                .getCurve()
                .validatePoint(key.getW().getAffineX(), key.getW().getAffineY());
        ECPublicKeyParameters parameters = new ECPublicKeyParameters(point, P256.DOMAIN);
        return (input, signature) -> {
            if (!EcdsaForm.isPossible(signature)) {
                return false;
            }
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(false, parameters);
            return verifier.verifySignature(
                    Sha256.of(input),
                    new BigInteger(1, Arrays.copyOf(signature, EcdsaForm.HALF)),
                    new BigInteger(1, Arrays.copyOfRange(signature, EcdsaForm.HALF, 2 * EcdsaForm.HALF)));
        };
    }
}
