package io.github.licensing4j.core.insight;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hashes what calls come from with a key of the installation and the UTC day, so that what is stored leads to no address, and to
 * nothing of another day. Safe for use by many threads.
 */
public final class OriginHash {
    private static final String ALGORITHM = "HmacSHA256";
    private static final long DAY = 86_400_000;

    private final SecretKeySpec key;

    /** @param key secret bytes, the same on all nodes */
    public OriginHash(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    long of(long millis, String value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(ByteBuffer.allocate(Long.BYTES)
                    .putLong(Math.floorDiv(millis, DAY))
                    .array());
            return ByteBuffer.wrap(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "OriginHash[***]";
    }
}
