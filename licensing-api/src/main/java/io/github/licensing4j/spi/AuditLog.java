package io.github.licensing4j.spi;

import io.github.licensing4j.Page;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores audit entries. {@link Store#commit} adds them, with the change they are about. Safe for use by many
 * threads.
 */
public interface AuditLog {

    /**
     * Returns entries of all chains, oldest first.
     *
     * @param license the id of the license they are about, null for all
     * @param cursor where the page before ended, null for the first page
     * @param max how many at most, from 1
     */
    Page<AuditEntry> read(@Nullable String license, @Nullable String cursor, int max);

    /** Returns entries of one chain in order, from a number on. */
    List<AuditEntry> chain(String chain, long fromSeq, int max);

    /** Returns the names of all chains that have entries or a checkpoint. */
    List<String> chains();

    /** Returns the last entry of a chain, empty if it has none. */
    Optional<AuditEntry> last(String chain);

    /** Returns the checkpoint of a chain, empty if nothing was removed. */
    Optional<AuditCheckpoint> checkpoint(String chain);

    /** Removes every entry up to the checkpoint's and stores the checkpoint, both or neither. */
    void prune(AuditCheckpoint upTo);
}
