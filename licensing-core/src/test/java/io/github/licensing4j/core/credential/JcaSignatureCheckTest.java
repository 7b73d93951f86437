package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicensingException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK and Bouncy Castle accept the same signatures: a host without the library decides the same. */
class JcaSignatureCheckTest {
    private static final byte[] INPUT = "header.claims".getBytes(StandardCharsets.US_ASCII);
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final BigInteger ED25519_ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    @Test
    void agreesWithBouncyCastleOnEd25519() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] good = new SigningKey("k", JwsAlgorithm.ED25519, pair.getPrivate()).sign(INPUT);
        SignatureCheck jdk = JcaSignatureCheck.tried(pair.getPublic(), JwsAlgorithm.ED25519);
        SignatureCheck bouncyCastle = BouncyCastleChecks.ed25519(KeyMaterial.rawEd25519(pair.getPublic()));
        Map<String, byte[]> bad = malformed(good);
        byte[] noPoint = good.clone();
        Arrays.fill(noPoint, 0, 32, (byte) 0xff);
        bad.put("an R that is no point", noPoint);
        bad.put("S beyond the order", withSAboveTheOrder(good));
        assertSame(jdk, bouncyCastle, good, bad);
    }

    @Test
    void agreesWithBouncyCastleOnEs256() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] good = new SigningKey("k", JwsAlgorithm.ES256, pair.getPrivate()).sign(INPUT);
        SignatureCheck jdk = JcaSignatureCheck.tried(pair.getPublic(), JwsAlgorithm.ES256);
        SignatureCheck bouncyCastle = BouncyCastleChecks.es256((ECPublicKey) pair.getPublic());
        byte[] r = Arrays.copyOf(good, 32);
        byte[] s = Arrays.copyOfRange(good, 32, 64);
        byte[] zero = new byte[32];
        byte[] order = unsigned(P256_ORDER);
        Map<String, byte[]> bad = malformed(good);
        bad.put("r=0", joined(zero, s));
        bad.put("s=0", joined(r, zero));
        bad.put("r=0 and s=0", new byte[64]);
        bad.put("r=n", joined(order, s));
        bad.put("s=n", joined(r, order));
        bad.put("r=n and s=n", joined(order, order));
        bad.put("r and s as large as can be", filled((byte) 0xff));
        bad.put("r and s exchanged", joined(s, r));
        assertSame(jdk, bouncyCastle, good, bad);
    }

    private static void assertSame(
            SignatureCheck jdk, SignatureCheck bouncyCastle, byte[] good, Map<String, byte[]> bad) {
        assertThat(jdk.verify(INPUT, good)).isTrue();
        assertThat(bouncyCastle.verify(INPUT, good)).isTrue();
        byte[] other = "header.claimz".getBytes(StandardCharsets.US_ASCII);
        assertThat(jdk.verify(other, good)).isFalse();
        assertThat(bouncyCastle.verify(other, good)).isFalse();
        bad.forEach((what, signature) -> {
            assertThat(jdk.verify(INPUT, signature)).as("JDK, %s", what).isFalse();
            assertThat(bouncyCastle.verify(INPUT, signature))
                    .as("Bouncy Castle, %s", what)
                    .isFalse();
        });
    }

    /** A signature spoiled in the ways that do not depend on its algorithm. */
    private static Map<String, byte[]> malformed(byte[] good) {
        Map<String, byte[]> bad = new LinkedHashMap<>();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] flipped = good.clone();
            flipped[bit >> 3] ^= (byte) (1 << (bit & 7));
            bad.put("bit " + bit + " flipped", flipped);
        }
        for (int length : new int[] {0, 1, 31, 32, 63, 65, 128}) {
            bad.put("cut or filled up to " + length, Arrays.copyOf(good, length));
        }
        bad.put("nothing but zeros", new byte[64]);
        return bad;
    }

    /** The same signature again, with the order added to S: RFC 8032 §5.1.7 demands S below it. */
    private static byte[] withSAboveTheOrder(byte[] good) {
        byte[] s = reversed(Arrays.copyOfRange(good, 32, 64));
        byte[] above = unsigned(new BigInteger(1, s).add(ED25519_ORDER));
        return joined(Arrays.copyOf(good, 32), reversed(above));
    }

    @ParameterizedTest
    @Tag("4.2.7")
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void refusesKeysOfSmallOrder(String hex) {
        byte[] raw = HexFormat.of().parseHex(hex);
        assertThat(SmallOrderPoints.has(raw)).isTrue();
        assertThatThrownBy(() -> KeyMaterial.check(KeyMaterial.ed25519Public(raw), JwsAlgorithm.ED25519))
                .isInstanceOf(LicensingException.class);
        assertThatThrownBy(() -> BouncyCastleChecks.ed25519(raw)).isInstanceOf(LicensingException.class);
    }

    @Test
    @Tag("4.2.7")
    void acceptsEs256SignatureWhoseRWasReduced() throws Exception {
        // The point with x = n + 3, so R = 3; the key follows from it: Q = (s * point - digest * G) / R.
        BigInteger three = BigInteger.valueOf(3);
        X9ECParameters curve = ECNamedCurveTable.getByName("P-256");
        byte[] x = unsigned(P256_ORDER.add(three));
        ECPoint point = curve.getCurve().decodePoint(joined(new byte[] {2}, x));
        BigInteger digest =
                new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(INPUT));
        BigInteger s = BigInteger.valueOf(7);
        ECPoint q = point.multiply(s)
                .subtract(curve.getG().multiply(digest))
                .multiply(three.modInverse(P256_ORDER))
                .normalize();
        ECPublicKey key = p256(q);
        byte[] signature = joined(unsigned(three), unsigned(s));

        assertThat(BouncyCastleChecks.es256(key).verify(INPUT, signature)).isTrue();
        assertThat(JcaSignatureCheck.tried(key, JwsAlgorithm.ES256).verify(INPUT, signature))
                .isTrue();
        signature[63] ^= 1;
        assertThat(BouncyCastleChecks.es256(key).verify(INPUT, signature)).isFalse();
        assertThat(JcaSignatureCheck.tried(key, JwsAlgorithm.ES256).verify(INPUT, signature))
                .isFalse();
    }

    private static ECPublicKey p256(ECPoint point) throws Exception {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        var spec = new ECPublicKeySpec(
                new java.security.spec.ECPoint(
                        point.getAffineXCoord().toBigInteger(),
                        point.getAffineYCoord().toBigInteger()),
                parameters.getParameterSpec(ECParameterSpec.class));
        return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spec);
    }

    @Test
    void refusesKeyOffCurve() {
        byte[] noPoint = new byte[32];
        noPoint[0] = 2;
        PublicKey key = KeyMaterial.ed25519Public(noPoint);
        assertThatThrownBy(() -> JcaSignatureCheck.tried(key, JwsAlgorithm.ED25519))
                .isInstanceOf(LicensingException.class);
        assertThatThrownBy(() -> BouncyCastleChecks.ed25519(noPoint)).isInstanceOf(LicensingException.class);
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static byte[] filled(byte value) {
        byte[] bytes = new byte[64];
        Arrays.fill(bytes, value);
        return bytes;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
