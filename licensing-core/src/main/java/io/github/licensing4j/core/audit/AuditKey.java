package io.github.licensing4j.core.audit;

import io.github.licensing4j.LicensingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key that chains the audit log. It is kept outside the database, so that who can write there cannot make codes. */
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

    /** A key for this process alone. */
    public static AuditKey ephemeral() {
        return new AuditKey(random(), KnownHead.none());
    }

    /**
     * Reads the key of a file; makes it, readable by its owner alone, where there is none. Beside it, under its name with
     * {@code .head}, stand the last known ends of the audit chains.
     *
     * @throws LicensingException if the file cannot be read or made, or holds something else
     */
    public static AuditKey at(Path file) {
        return at(file, beside(file));
    }

    /**
     * The same, with the ends of the audit chains in another file, as where the key is on a read-only mount. Ends beside the key are taken
     * over once, where the other file is not there yet.
     *
     * @param headLocation the file of the ends, in a directory that can be written to
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

    /** Whole or not at all: a process that dies meanwhile leaves no half a key, and of two that make one, one counts. */
    private static void make(Path file) throws IOException {
        Path next = Files.createTempFile(
                file.toAbsolutePath().getParent(), file.getFileName().toString(), ".next", KnownHead.ownersAlone(file));
        try {
            Files.writeString(next, HexFormat.of().formatHex(random()) + "\n");
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            // A link, unlike a move, never takes the place of a file that is there.
            Files.createLink(file, next);
        } catch (FileAlreadyExistsException e) {
            // Somebody was faster; that key is as good.
        } catch (FileSystemException | UnsupportedOperationException e) {
            log.debug("'{}' cannot be a link here", file, e);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
        KnownHead.syncDirectory(file);
    }

    /** The ends of the audit chains in the file beside a key, none where there is no such file. */
    public static List<AuditChain.Head> headsBeside(Path key) {
        return KnownHead.at(beside(key), beside(key)).all();
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".head");
    }

    /** The last known ends of the chains. */
    KnownHead known() {
        return known;
    }

    private static byte[] random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** The HMAC-SHA-256 over texts, in hexadecimal; each is measured, so that no two lists of texts look alike. */
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

    @Override
    public String toString() {
        return "AuditKey[***]";
    }
}
