package io.github.licensing4j.core.audit;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.file.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secret key of the audit log. It is stored outside the database, so that those with write access to the database
 * cannot compute codes.
 */
public final class AuditKey {
    private static final Logger log = LoggerFactory.getLogger(AuditKey.class);
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final SecretKeySpec key;
    private final KnownHead known;

    private AuditKey(byte[] bytes, KnownHead known) {
        this.key = new SecretKeySpec(bytes, ALGORITHM);
        this.known = known;
    }

    /** Returns a key for this process only. */
    public static AuditKey ephemeral() {
        return new AuditKey(random(), KnownHead.none());
    }

    /**
     * Reads the key of a file; creates it, readable only by its owner, where there is none. Beside it, under its name
     * with {@code .head}, are the last known ends of the audit chains.
     *
     * @throws LicensingException if the file cannot be read or created, or has other content
     */
    public static AuditKey at(Path file) {
        return at(file, beside(file));
    }

    /**
     * Reads or creates the key, with the ends of the audit chains in another file, for example because the key is on a
     * read-only mount. Ends beside the key are taken over once, where the other file does not exist yet.
     *
     * @param headLocation the file of the ends, in a writable directory
     */
    public static AuditKey at(Path file, Path headLocation) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            byte[] bytes = HexFormat.of()
                    .parseHex(Files.readString(file, StandardCharsets.US_ASCII).strip());
            if (bytes.length != BYTES) {
                throw new LicensingException(
                        "the audit key in '" + file + "' has " + bytes.length + " bytes, expected " + BYTES);
            }
            return new AuditKey(bytes, KnownHead.at(headLocation, beside(file)));
        } catch (IOException | IllegalArgumentException e) {
            throw new LicensingException(
                    "the audit key in '" + file + "' cannot be read or made: expected " + 2 * BYTES
                            + " hexadecimal digits",
                    e);
        }
    }

    /**
     * Creates the file atomically: a process that dies meanwhile leaves no half a key, and of two processes one
     * succeeds.
     */
    private static void make(Path file) throws IOException {
        Path next = OwnerOnlyFiles.createBeside(file);
        try {
            Files.writeString(next, HexFormat.of().formatHex(random()) + "\n");
            OwnerOnlyFiles.force(next);
            // A link, unlike a move, never replaces an existing file.
            Files.createLink(file, next);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster; its key is used.
        } catch (FileSystemException | UnsupportedOperationException e) {
            log.debug("'{}' cannot be a link here", file, e);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
        KnownHead.syncDirectory(file);
    }

    /** Returns the ends of the audit chains in the file beside a key, none where there is no such file. */
    public static List<AuditChain.Head> headsBeside(Path key) {
        return KnownHead.at(beside(key), beside(key)).all();
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".head");
    }

    /** Returns the last known ends of the chains. */
    KnownHead known() {
        return known;
    }

    private static byte[] random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /**
     * Returns the HMAC-SHA-256 over texts, in hexadecimal; each is preceded by its length, so that the result is
     * unambiguous.
     */
    String code(List<String> texts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String text : texts) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                mac.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
                mac.update(bytes);
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Returns 32 bytes for another purpose, from which neither this key nor the bytes of other purposes follow. */
    public byte[] derived(String purpose) {
        return HexFormat.of().parseHex(code(List.of("derived key", purpose)));
    }

    @Override
    public String toString() {
        return "AuditKey[***]";
    }
}
