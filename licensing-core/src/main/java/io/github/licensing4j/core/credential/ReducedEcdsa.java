package io.github.licensing4j.core.credential;

import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an ECDSA signature over P-256 whose R was reduced modulo the order of the curve. Some JDKs compare R with
 * the coordinate itself and refuse those, which FIPS 186-5 §6.4.2 has accepted. Only an R below p - n can be one: a
 * signer meets it once in 2^128 signatures, so this arithmetic is plain and slow, and works on public values only.
 */
final class ReducedEcdsa {
    private static final BigInteger THREE = BigInteger.valueOf(3);
    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

    private ReducedEcdsa() {}

    static boolean canBeReduced(BigInteger r, ECPublicKey key) {
        return r.signum() > 0 && r.compareTo(P.subtract(key.getParams().getOrder())) < 0;
    }

    /** @param digest SHA-256 of the input */
    static boolean verify(ECPublicKey key, byte[] digest, BigInteger r, BigInteger s) {
        ECParameterSpec curve = key.getParams();
        BigInteger n = curve.getOrder();
        if (s.signum() <= 0 || s.compareTo(n) >= 0) {
            return false;
        }
        BigInteger w = s.modInverse(n);
        BigInteger u1 = new BigInteger(1, digest).multiply(w).mod(n);
        BigInteger u2 = r.multiply(w).mod(n);
        ECPoint sum = add(times(curve.getGenerator(), u1), times(key.getW(), u2));
        return sum != null && sum.getAffineX().mod(n).equals(r);
    }

    private static @Nullable ECPoint times(ECPoint point, BigInteger factor) {
        ECPoint result = null;
        for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
            result = add(result, result);
            if (factor.testBit(bit)) {
                result = add(result, point);
            }
        }
        return result;
    }

    /** Null is the point at infinity. */
    private static @Nullable ECPoint add(@Nullable ECPoint one, @Nullable ECPoint other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        boolean sameX = one.getAffineX().equals(other.getAffineX());
        if (sameX && !one.getAffineY().equals(other.getAffineY())) {
            return null;
        }
        // The a of P-256 is -3; no point of a curve of odd order has y = 0.
        BigInteger slope = sameX
                ? one.getAffineX()
                        .pow(2)
                        .subtract(BigInteger.ONE)
                        .multiply(THREE)
                        .multiply(one.getAffineY().shiftLeft(1).modInverse(P))
                : other.getAffineY()
                        .subtract(one.getAffineY())
                        .multiply(other.getAffineX().subtract(one.getAffineX()).modInverse(P));
        BigInteger x = slope.pow(2)
                .subtract(one.getAffineX())
                .subtract(other.getAffineX())
                .mod(P);
        BigInteger y = one.getAffineX()
                .subtract(x)
                .multiply(slope)
                .subtract(one.getAffineY())
                .mod(P);
        return new ECPoint(x, y);
    }
}
