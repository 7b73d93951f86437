package io.github.licensing4j.core.store;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.hash.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Derives the ids of export events from their content, so that the same event has the same id on every node and at
 * every attempt.
 */
public final class EventId {
    private static final int BYTES = 16;

    private EventId() {}

    /** Returns {@code evt_} and the first 128 bits of a SHA-256, in hexadecimal. */
    public static String of(String exporter, LicenseId license, String meter, long hour, int revision) {
        MessageDigest digest = Sha256.digest();
        for (String part : new String[] {exporter, license.issuer(), license.value(), meter}) {
            // Prefixed with its length, so that different lists of parts never have the same bytes.
            ByteBuffer bytes = ByteBuffer.allocate(4 + 2 * part.length()).putInt(part.length());
            bytes.asCharBuffer().put(part);
            digest.update(bytes.array());
        }
        digest.update(ByteBuffer.allocate(12).putLong(hour).putInt(revision).array());
        return "evt_" + HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }
}
