package io.github.licensing4j.core.store;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.hash.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Derives the id of an export event from its content, so that the same event has the same id on every node and at every
 * attempt.
 *
 * @param exporter the exporter that sends it
 * @param license the license
 * @param meter the meter
 * @param hour the number of the hour since 1970
 * @param revision 1 for the first event of the hour, one more for each difference
 */
public record EventId(String exporter, LicenseId license, String meter, long hour, int revision) {
    private static final int BYTES = 16;

    /** Returns {@code evt_} and the first 128 bits of a SHA-256, in hexadecimal. */
    public String text() {
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
