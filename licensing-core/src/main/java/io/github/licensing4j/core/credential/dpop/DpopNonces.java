package io.github.licensing4j.core.credential.dpop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Computes nonces (RFC 9449 §8, §9): a code of the current slot of time under a secret key. Nothing is stored, so nodes
 * with the same key accept each other's nonces, before and after a restart. A new nonce is issued in each slot; it is
 * accepted in its own slot and in the next one. Safe for use by many threads.
 */
final class DpopNonces {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 16;

    private final SecretKeySpec key;
    private final long slotMillis;
    private final long aheadMillis;
    private volatile @Nullable Slot latest;

    /**
     * A nonce that is accepted.
     *
     * @param isCurrent whether it is the one that is issued now
     * @param fromMillis the first instant at which any node accepts it
     * @param untilMillis the first instant at which no node accepts it
     */
    record Accepted(boolean isCurrent, long fromMillis, long untilMillis) {}

    private record Slot(long number, String nonce) {}

    /**
     * @param key unpredictable bytes, the same on all nodes
     * @param slot the time for which a nonce is issued
     * @param ahead how far the clock of another node may be ahead
     */
    DpopNonces(byte[] key, Duration slot, Duration ahead) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.slotMillis = slot.toMillis();
        this.aheadMillis = ahead.toMillis();
    }

    /** Returns the nonce that is issued at an instant. */
    String current(long nowMillis) {
        long number = Math.floorDiv(nowMillis, slotMillis);
        Slot known = latest;
        if (known == null || known.number != number) {
            known = new Slot(number, code(number));
            latest = known;
        }
        return known.nonce;
    }

    /** Returns whether and how long a nonce is accepted; null if it is not. */
    @Nullable
    Accepted accept(String nonce, long nowMillis) {
        long number = Math.floorDiv(nowMillis, slotMillis);
        if (isEqual(nonce, current(nowMillis))) {
            return accepted(number, true);
        }
        if (isEqual(nonce, code(number - 1))) {
            return accepted(number - 1, false);
        }
        long next = Math.floorDiv(nowMillis + aheadMillis, slotMillis);
        return next != number && isEqual(nonce, code(next)) ? accepted(next, true) : null;
    }

    private Accepted accepted(long slot, boolean isCurrent) {
        return new Accepted(isCurrent, slot * slotMillis - aheadMillis, (slot + 2) * slotMillis + aheadMillis);
    }

    private static boolean isEqual(String nonce, String expected) {
        return MessageDigest.isEqual(nonce.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    private String code(long slot) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            // The length of a slot is part of its name: after it was changed, no old nonce is valid at another time.
            byte[] code = mac.doFinal(
                    ByteBuffer.allocate(16).putLong(slotMillis).putLong(slot).array());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(code, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
