package io.github.licensing4j.core.audit;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.audit.AuditChain.Head;
import io.github.licensing4j.core.file.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the last known end of each audit chain, in a file beside the key and so outside the database. A start compares
 * the database with it: a database that lacks these entries is older than this file, or another one. Safe for use by
 * many threads; nodes may share the file, each writes its own line.
 */
final class KnownHead {
    private static final Logger log = LoggerFactory.getLogger(AuditChain.class);
    private static final Pattern FORM = Pattern.compile("(.{1,200}):([0-9]{1,18}):([0-9a-f]{64})");

    private final @Nullable Path file;
    private final List<Head> dropped = new ArrayList<>();
    private volatile Map<String, Head> heads;

    private KnownHead(@Nullable Path file, Map<String, Head> heads) {
        this.file = file;
        this.heads = heads;
    }

    /** Returns an instance that stores nothing beyond this process. */
    static KnownHead none() {
        return new KnownHead(null, Map.of());
    }

    /**
     * Reads the file; if it is absent, the former one; if both are, no end is known yet.
     *
     * @param former an earlier location of the file; never written to
     * @throws LicensingException if it cannot be read or has other content
     */
    static KnownHead at(Path file, Path former) {
        return new KnownHead(file, read(Files.exists(file) ? file : former));
    }

    private static Map<String, Head> read(Path file) {
        try {
            Map<String, Head> heads = new TreeMap<>();
            if (!Files.exists(file)) {
                return heads;
            }
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            for (String line : lines) {
                Matcher found = FORM.matcher(line);
                if (!found.matches()) {
                    throw unreadable(file);
                }
                heads.put(found.group(1), new Head(found.group(1), Long.parseLong(found.group(2)), found.group(3)));
            }
            if (heads.isEmpty()) {
                throw unreadable(file);
            }
            return heads;
        } catch (IOException e) {
            throw new LicensingException("the end of the audit log in '" + file + "' cannot be read", e);
        }
    }

    private static LicensingException unreadable(Path file) {
        return new LicensingException("'" + file + "' does not hold the end of the audit log, expected a line"
                + " chain:number:code for each chain. Restore it (licensing.audit.head-location, by default beside the"
                + " audit key) from a backup together with the database");
    }

    /** Returns the ends of all chains. */
    List<Head> all() {
        return List.copyOf(heads.values());
    }

    /** Returns the end of one chain, empty if it is not known. */
    Optional<Head> of(String chain) {
        return Optional.ofNullable(heads.get(chain));
    }

    /** Returns whether ends are stored beyond this process. */
    boolean isKeptOutside() {
        return file != null;
    }

    /** Returns the file, or a description where there is none. */
    String location() {
        return file == null ? "memory" : "'" + file + "'";
    }

    /** Removes the ends of chains whose loss was accepted; on the disk with the next {@link #keep}. */
    synchronized void drop(List<Head> lost) {
        Map<String, Head> next = new TreeMap<>(heads);
        lost.forEach(head -> next.remove(head.chain(), head));
        dropped.addAll(lost);
        heads = next;
    }

    /**
     * Writes a later end of this node's chain through to the disk: whole or not at all, and the ends that other nodes wrote stay.
     *
     * @param others ends of other nodes' chains, written where they are later than the file's
     */
    synchronized void keep(Head later, List<Head> others) {
        Map<String, Head> next = new TreeMap<>(heads);
        if (file != null) {
            // Other nodes' later ends are kept; an accepted loss stays removed.
            Map<String, Head> written = read(file);
            dropped.forEach(head -> written.remove(head.chain(), head));
            next.putAll(written);
        }
        others.forEach(
                other -> next.merge(other.chain(), other, (known, found) -> found.seq() > known.seq() ? found : known));
        if (later.seq() > 0) {
            next.put(later.chain(), later);
        }
        if (file != null && (!next.equals(heads) || !Files.exists(file)) && !next.isEmpty()) {
            write(file, next);
        }
        heads = next;
    }

    private static void write(Path file, Map<String, Head> heads) {
        try {
            List<String> lines = new ArrayList<>();
            heads.values().forEach(head -> lines.add(head.toString()));
            Path next = OwnerOnlyFiles.createBeside(file);
            try {
                Files.write(
                        next,
                        lines,
                        StandardCharsets.UTF_8,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.SYNC);
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(next);
            }
            syncDirectory(file);
        } catch (IOException e) {
            throw new LicensingException(
                    "the end of the audit log cannot be written to '" + file
                            + "': expected a directory that can be written to, or another file in"
                            + " licensing.audit.head-location",
                    e);
        }
    }

    /** Syncs the directory, so that the name survives a power failure as well, where the system supports that. */
    static void syncDirectory(Path file) {
        try {
            OwnerOnlyFiles.forceDirectory(
                    Objects.requireNonNull(file.toAbsolutePath().getParent()));
        } catch (IOException e) {
            log.debug("The directory of '{}' cannot be written through", file, e);
        }
    }
}
