package io.github.licensing4j.core.credential;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Detects Ed25519 public keys that are points of small order. A signature can be made for them without a private key,
 * so one signature fits many messages (RFC 8032 §8.9). The JDK accepts such keys; Bouncy Castle does not.
 */
public final class SmallOrderPoints {
    /** The y coordinates of the eight points, little-endian, including those that are not reduced modulo 2^255 - 19. */
    private static final List<byte[]> Y = List.of(
            y("0000000000000000000000000000000000000000000000000000000000000000"),
            y("0100000000000000000000000000000000000000000000000000000000000000"),
            y("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
            y("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
            y("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
            y("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
            y("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"));

    private SmallOrderPoints() {}

    private static byte[] y(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /**
     * Returns whether a key is a point of small order.
     *
     * @param publicKey 32 bytes as in RFC 8032 §5.1.5
     */
    public static boolean has(byte[] publicKey) {
        byte[] y = publicKey.clone();
        y[y.length - 1] &= 0x7f; // without the sign of x
        return Y.stream().anyMatch(small -> Arrays.equals(small, y));
    }
}
