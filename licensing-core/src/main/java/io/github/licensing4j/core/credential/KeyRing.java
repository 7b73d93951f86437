package io.github.licensing4j.core.credential;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.github.licensing4j.Health;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.ConflictException.Kind;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.SigningKeys.SigningKeyView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Manages the host's own keys in a file: a JWK set with the newest key, which signs, in front. The file is replaced as
 * a whole and is readable only by its owner; private keys are nowhere else. Safe for use by many threads.
 */
public final class KeyRing implements KeySource {
    private final Path file;
    private volatile KeyFile keys;
    private volatile Runnable listener = () -> {};

    private KeyRing(Path file, KeyFile keys) {
        this.file = file;
        this.keys = keys;
    }

    /**
     * Reads the ring; creates one with an Ed25519 key where there is no file.
     *
     * @throws LicensingException if the file cannot be read or written, or has no key that signs
     */
    public static KeyRing open(Path file, Instant now) {
        if (!Files.exists(file)) {
            JwkSetFile.write(file, List.of(fresh(now)));
        }
        KeyFile keys = KeyFile.read(file);
        if (keys.signing().isEmpty()) {
            throw new LicensingException("the keys in '" + file + "' have no private part, expected one that signs");
        }
        return new KeyRing(file, keys);
    }

    Optional<SigningKey> signing() {
        return keys.signing();
    }

    /** Returns every key, the one that signs first. */
    public List<SigningKeyView> list() {
        return keys.list();
    }

    /** Returns the public keys, as a JWK set. */
    public String jwks() {
        return keys.jwks();
    }

    /** Generates a key that signs from now on; earlier ones still verify. */
    public synchronized SigningKeyView generate(Instant now) {
        List<JWK> set = read();
        JWK made = fresh(now);
        set.add(0, made);
        replace(set);
        return list().get(0);
    }

    /**
     * Removes a key that no longer signs.
     *
     * @return its id
     */
    public synchronized String retire(String kid) {
        refuseUnlessRetirable(kid);
        List<JWK> set = read();
        set.removeIf(key -> key.getKeyID().equals(kid));
        replace(set);
        return kid;
    }

    /**
     * Checks that a key can be removed.
     *
     * @throws NotFoundException if there is none with that id
     * @throws ConflictException if it signs
     */
    public synchronized void refuseUnlessRetirable(String kid) {
        if (list().stream().noneMatch(key -> key.kid().equals(kid))) {
            throw new NotFoundException("signing key", kid);
        }
        if (keys.signing().map(SigningKey::kid).filter(kid::equals).isPresent()) {
            throw new ConflictException(Kind.STATE, "key '" + kid + "' signs; generate another before it is retired");
        }
    }

    private List<JWK> read() {
        try {
            return new ArrayList<>(
                    JWKSet.parse(Files.readString(file, StandardCharsets.UTF_8)).getKeys());
        } catch (IOException | ParseException e) {
            throw new LicensingException("the keys in '" + file + "' cannot be read any more", e);
        }
    }

    private void replace(List<JWK> set) {
        JwkSetFile.write(file, set);
        keys = KeyFile.read(file);
        listener.run();
    }

    /**
     * Puts a key in front of a JWK set that the host manages, so that it signs once the file is read again. The others
     * stay and verify.
     *
     * @return the new set
     * @throws LicensingException if the file is no JWK set or has a key of that id, or it cannot be written
     */
    public static List<SigningKeyView> putInFront(Path file, JWKSet made) {
        KeyFile before = KeyFile.read(file);
        List<JWK> set;
        try {
            set = new ArrayList<>(
                    JWKSet.parse(Files.readString(file, StandardCharsets.UTF_8)).getKeys());
        } catch (IOException | ParseException e) {
            throw new LicensingException(
                    "'" + file
                            + "' holds one PEM key: expected a JWK set, which can hold several. Make one with keygen, and"
                            + " add the public part of the PEM key to it for as long as its tokens live",
                    e);
        }
        for (JWK key : made.getKeys()) {
            if (before.find(key.getKeyID()) instanceof Lookup.Found) {
                throw new LicensingException("'" + file + "' has a key '" + key.getKeyID() + "' already");
            }
        }
        set.addAll(0, made.getKeys());
        JwkSetFile.write(file, set);
        return KeyFile.read(file).list();
    }

    private static JWK fresh(Instant now) {
        Map<String, Object> members =
                KeyPairs.generate(JwsAlgorithm.ED25519).getKeys().get(0).toJSONObject();
        members.put("iat", now.getEpochSecond());
        try {
            return JWK.parse(members);
        } catch (ParseException e) {
            throw new IllegalStateException("a key that was just made is well-formed", e);
        }
    }

    @Override
    public Lookup find(String kid) {
        return keys.find(kid);
    }

    @Override
    public Health.Component health() {
        return keys.health();
    }

    @Override
    public void onChange(Runnable onReplaced) {
        listener = onReplaced;
    }

    @Override
    public void close() {
        // No resource is open.
    }
}
