package io.github.licensing4j.core.store.jdbc;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A digest of the rows of a table that does not depend on their order. */
final class RowDigest {
    private final MessageDigest digest;
    private BigInteger sum = BigInteger.ZERO;
    private long rows;

    RowDigest() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** @param values texts, numbers without fraction, or null */
    void add(List<@Nullable Object> values) {
        values.forEach(this::add);
        sum = sum.add(new BigInteger(1, digest.digest()));
        rows++;
    }

    private void add(@Nullable Object value) {
        if (value == null) {
            digest.update((byte) 0);
        } else if (value instanceof Number number) {
            digest.update((byte) 1);
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number.longValue()));
        } else {
            byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
            digest.update((byte) 2);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, text.length));
            digest.update(text);
        }
    }

    long rows() {
        return rows;
    }

    boolean isSameAs(RowDigest other) {
        return rows == other.rows && sum.equals(other.sum);
    }
}
