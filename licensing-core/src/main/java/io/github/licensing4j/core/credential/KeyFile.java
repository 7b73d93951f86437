package io.github.licensing4j.core.credential;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.SigningKeys.SigningKeyView;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.schedule.TaskQueue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's own keys: a JWK set or one PEM key. Every key verifies; the first with a private part signs, so that a new
 * key is put in front and the old one stays behind it until its tokens have expired.
 *
 * <p>While an engine uses it, the file is read every two seconds. New content is applied once it was unchanged for a
 * whole interval; if it is invalid, the keys stay, and health reports why. Safe for use by many threads.
 */
public final class KeyFile implements KeySource {
    private static final Logger log = LoggerFactory.getLogger(KeyFile.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final int MAX_BYTES = 1 << 20;

    private final String where;
    private final @Nullable Path file;
    private volatile State state;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<TaskQueue> watching = new CopyOnWriteArrayList<>();
    private int watchers;
    private String seen;

    /**
     * The keys in use.
     *
     * @param hash of the content they are from
     * @param problem why the present content of the file is not in use, null if it is
     */
    private record State(KeySet keys, String hash, @Nullable String problem) {}

    private KeyFile(String where, @Nullable Path file, KeySet keys, String hash) {
        this.where = where;
        this.file = file;
        this.state = new State(keys, hash, null);
        this.seen = hash;
    }

    /**
     * Reads a file. Logs a warning if other users may read it.
     *
     * @throws LicensingException if it cannot be read, or a key in it cannot be used
     */
    public static KeyFile read(Path file) {
        byte[] content = bytes(file);
        KeySet keys = keysIn(content, file);
        return new KeyFile(file.toString(), file, keys, Sha256.hex(content));
    }

    private static byte[] bytes(Path file) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new IOException(Files.isDirectory(file) ? "it is a directory" : "it is not a regular file");
            }
            if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
                throw new IOException("it has more than " + MAX_BYTES + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new LicensingException(
                    "the keys in '" + file + "' cannot be read, " + reason(e) + ": expected a JWK set or PEM file", e);
        }
    }

    private static KeySet keysIn(byte[] content, Path file) {
        KeySet keys = KeySet.parse(new String(content, StandardCharsets.UTF_8), file.toString(), written(file));
        if (keys.signing().isPresent() && isOpenToOthers(file)) {
            log.warn("The signing keys in {} can be read by others; chmod 600 them", file);
        }
        return keys;
    }

    private static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "it is not there";
        }
        return failure instanceof AccessDeniedException
                ? "this process has no permission to"
                : String.valueOf(failure.getMessage());
    }

    /** Reads keys from text, for newly generated keys. */
    static KeyFile parse(String text, String where) {
        return new KeyFile(where, null, KeySet.parse(text, where, ", made at the start"), "");
    }

    /**
     * Polls the file until the schedule is closed; for keys that are not from a file it does nothing. Each call is followed
     * by one of {@link #close}.
     */
    public synchronized void watch(Schedule schedule) {
        if (file != null) {
            TaskQueue tasks = schedule.queue("licensing-key-file");
            tasks.every(INTERVAL, "read the keys in " + where, this::poll);
            watching.add(tasks);
            watchers++;
        }
    }

    /** Reads the file once. */
    synchronized void poll() {
        if (file == null) {
            return;
        }
        try {
            byte[] content = bytes(file);
            String hash = Sha256.hex(content);
            boolean settled = hash.equals(seen);
            seen = hash;
            if (hash.equals(state.hash)) {
                recovered();
            } else if (settled) {
                replace(keysIn(content, file), hash);
            }
        } catch (LicensingException e) {
            stays(String.valueOf(e.getMessage()));
        }
    }

    private void recovered() {
        State before = state;
        if (before.problem != null) {
            state = new State(before.keys, before.hash, null);
            log.info("The keys in {} are as before again", where);
        }
    }

    private void replace(KeySet fresh, String hash) {
        if (fresh.signing().isEmpty() && state.keys.signing().isPresent()) {
            throw new LicensingException(
                    where + ": no key has a private part, but one signs now: expected a key that signs");
        }
        state = new State(fresh, hash, null);
        log.info("The keys in {} are now {}", where, fresh.byKid().keySet());
        listeners.forEach(Runnable::run);
    }

    private void stays(String why) {
        State before = state;
        if (!why.equals(before.problem)) {
            log.error("The keys in {} are not replaced, the previous ones stay in use: {}", where, why);
        }
        state = new State(before.keys, before.hash, why);
    }

    private static String written(Path file) {
        try {
            return ", written at " + Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            log.debug("The age of {} cannot be read", file, e);
            return "";
        }
    }

    /** Generates an Ed25519 key for this process only: its tokens are invalid after it. */
    public static KeyFile ephemeral() {
        return parse(KeyPairs.generate(JwsAlgorithm.ED25519).toString(false), "generated keys");
    }

    Optional<SigningKey> signing() {
        return state.keys.signing();
    }

    /** Returns a description of each key, in the order of the file. */
    public List<SigningKeyView> list() {
        return state.keys.list();
    }

    /** Returns the public keys, as a JWK set. */
    public String jwks() {
        return state.keys.jwks();
    }

    @Override
    public Lookup find(String kid) {
        VerificationKey key = state.keys.byKid().get(kid);
        return key == null ? new Lookup.Unknown() : new Lookup.Found(key);
    }

    @Override
    public Health.Component health() {
        State now = state;
        String detail = now.keys.byKid().size() + " from " + where + now.keys.age();
        Health.Component own = now.problem == null
                ? new Health.Component("keys", Status.UP, detail)
                : new Health.Component(
                        "keys",
                        Status.DEGRADED,
                        detail + "; the present content of the file is not in use: " + now.problem);
        for (TaskQueue tasks : watching) {
            own = tasks.with(own);
        }
        return own;
    }

    @Override
    public void onChange(Runnable changed) {
        listeners.add(changed);
    }

    /** Ends one {@link #watch}; the keys stay. */
    @Override
    public synchronized void close() {
        watching.removeIf(TaskQueue::isClosed);
        if (watchers > 0 && --watchers == 0) {
            listeners.clear();
        }
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
