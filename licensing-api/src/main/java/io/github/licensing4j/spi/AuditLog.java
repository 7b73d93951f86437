package io.github.licensing4j.spi;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where audit entries are kept. Entries come in through {@link LicenseStore#commit}, with the change they are about. Safe
 * for use by many threads.
 */
public interface AuditLog {

    /**
     * Entries of all chains, oldest first.
     *
     * @param license the id of the license they are about, null for all
     * @param cursor where the page before ended, null for the first page
     * @param max how many at most, from 1
     */
    Page<AuditEntry> read(@Nullable String license, @Nullable String cursor, int max);

    /** Entries of one chain in order, from a number on. */
    List<AuditEntry> chain(String chain, long fromSeq, int max);

    /** The names of all chains that have entries or a checkpoint. */
    List<String> chains();

    /** The last entry of a chain, empty if it has none. */
    Optional<AuditEntry> last(String chain);

    /** What stands for the removed beginning of a chain, empty if nothing was removed. */
    Optional<AuditCheckpoint> checkpoint(String chain);

    /** Removes every entry up to the checkpoint's and stores the checkpoint, both or neither. */
    void prune(AuditCheckpoint upTo);
}
