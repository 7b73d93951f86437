package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicensingException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the JDK says of a signature is what Bouncy Castle says of it: a host without the library decides the same. */
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

    @Test
    void refusesAKeyThatIsNoPointOfTheCurveWhenItIsMade() {
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
