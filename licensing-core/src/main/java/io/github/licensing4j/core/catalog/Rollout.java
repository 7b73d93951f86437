package io.github.licensing4j.core.catalog;

import io.github.licensing4j.core.hash.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Selects the customers that have a feature that is being rolled out.
 *
 * <p>A customer's place is the first 8 bytes, read as an unsigned big-endian number, of the SHA-256 of the feature's
 * name, a zero byte and the customer, both in UTF-8, modulo 100. Customers with a place below the percentage have the
 * feature. So the result is the same in every process and version, raising the percentage only adds customers, and each
 * feature selects others first.
 */
final class Rollout {
    static final int EVERYBODY = 100;

    private Rollout() {}

    static boolean includes(String feature, int percent, String customer) {
        return percent >= EVERYBODY || (percent > 0 && place(feature, customer) < percent);
    }

    /** Returns a number from 0 to 99. */
    static int place(String feature, String customer) {
        MessageDigest sha256 = Sha256.digest();
        sha256.update(feature.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
        byte[] hash = sha256.digest(customer.getBytes(StandardCharsets.UTF_8));
        return (int) Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(), EVERYBODY);
    }
}
