package io.github.licensing4j.core.store;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.hash.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Names export events by what they tell, so that the same event has the same name on every node and at every attempt. */
public final class EventId {
    private static final int BYTES = 16;

    private EventId() {}

    /** {@code evt_} and the first 128 bits of a SHA-256, in hexadecimal. */
    public static String of(String exporter, LicenseId license, String meter, long hour, int revision) {
        MessageDigest digest = Sha256.digest();
        for (String part : new String[] {exporter, license.issuer(), license.value(), meter}) {
            // With its length, so that no two lists of parts are the same bytes.
            ByteBuffer bytes = ByteBuffer.allocate(4 + 2 * part.length()).putInt(part.length());
            bytes.asCharBuffer().put(part);
            digest.update(bytes.array());
        }
        digest.update(ByteBuffer.allocate(12).putLong(hour).putInt(revision).array());
        return "evt_" + HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }
}
