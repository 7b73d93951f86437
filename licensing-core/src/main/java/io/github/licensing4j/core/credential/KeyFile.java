package io.github.licensing4j.core.credential;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.SigningKeys.SigningKeyView;
import io.github.licensing4j.admin.SigningKeys.Use;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's own keys: a JWK set or one PEM key. Every key verifies; the first with a private part signs, so that a new key
 * is put in front and the old one stays behind it for as long as its tokens live.
 */
public final class KeyFile implements KeySource {
    private static final Logger log = LoggerFactory.getLogger(KeyFile.class);

    private final String where;
    private final String age;
    private final Map<String, VerificationKey> keys = new HashMap<>();
    private final List<HostKey> all;
    private final Optional<SigningKey> signing;

    /** @param age for health: since when the keys are as they are */
    private KeyFile(String where, List<HostKey> read, String age) {
        this.where = where;
        this.age = age;
        if (read.isEmpty()) {
            throw new LicensingException(where + ": the set has no keys");
        }
        this.all = List.copyOf(read);
        read.forEach(key -> keys.put(key.verification().kid(), key.verification()));
        this.signing =
                read.stream().flatMap(key -> Stream.ofNullable(key.signing())).findFirst();
    }

    /**
     * Reads a file. One that others may read is warned of in the log.
     *
     * @throws LicensingException if it cannot be read, or a key in it cannot be used
     */
    public static KeyFile read(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new LicensingException(
                    "the keys in '" + file + "' cannot be read: expected a JWK set or PEM file", e);
        }
        KeyFile keys = new KeyFile(file.toString(), keysOf(text, file.toString()), written(file));
        if (keys.signing.isPresent() && isOpenToOthers(file)) {
            log.warn("The signing keys in {} can be read by others; chmod 600 them", file);
        }
        return keys;
    }

    /** Reads keys from text, for keys that were just made. */
    static KeyFile parse(String text, String where) {
        return new KeyFile(where, keysOf(text, where), ", made at the start");
    }

    private static List<HostKey> keysOf(String text, String where) {
        return text.stripLeading().startsWith("{") ? JwkSets.readOwn(text, where) : List.of(PemKeys.read(text, where));
    }

    private static String written(Path file) {
        try {
            return ", written at " + Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            log.debug("The age of {} cannot be read", file, e);
            return "";
        }
    }

    /** An Ed25519 key made for this process alone: its tokens die with it. */
    public static KeyFile ephemeral() {
        return parse(KeyPairs.generate(JwsAlgorithm.ED25519).toString(false), "generated keys");
    }

    Optional<SigningKey> signing() {
        return signing;
    }

    /** What is known of each key, in the order of the file. */
    public List<SigningKeyView> list() {
        String kid = signing.map(SigningKey::kid).orElse("");
        return all.stream()
                .map(key -> {
                    JWK jwk = key.published();
                    return new SigningKeyView(
                            jwk.getKeyID(),
                            key.verification().algorithm().text(),
                            jwk.getKeyID().equals(kid) ? Use.SIGNING : Use.VERIFYING,
                            jwk.getIssueTime() == null
                                    ? null
                                    : jwk.getIssueTime().toInstant());
                })
                .toList();
    }

    /** Every key in the order of the file. */
    List<HostKey> all() {
        return all;
    }

    /** The public keys, as a JWK set. */
    public String jwks() {
        return new JWKSet(all.stream().map(HostKey::published).toList()).toString(true);
    }

    @Override
    public Lookup find(String kid) {
        VerificationKey key = keys.get(kid);
        return key == null ? new Lookup.Unknown() : new Lookup.Found(key);
    }

    @Override
    public Health.Component health() {
        return new Health.Component("keys", Status.UP, keys.size() + " from " + where + age);
    }

    @Override
    public void onChange(Runnable listener) {
        // Read once; nothing changes.
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    private static boolean isOpenToOthers(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.GROUP_READ);
        } catch (IOException | UnsupportedOperationException e) {
            log.debug("The permissions of {} cannot be read", file, e);
            return false;
        }
    }
}
