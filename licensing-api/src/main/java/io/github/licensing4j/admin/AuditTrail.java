package io.github.licensing4j.admin;

import io.github.licensing4j.Page;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and verifies the audit log: each change, its actor and its reason. */
public interface AuditTrail {

    /**
     * Returns entries, oldest first.
     *
     * @param license the license they are about, null for all
     * @param cursor where the page before ended, null for the first
     * @param max how many at most, 1 to 1,000
     */
    Page<AuditEntryView> read(@Nullable String license, @Nullable String cursor, int max);

    /** Verifies every entry of every chain. Takes a while on a long log. */
    Verification verify();

    /**
     * The result of a verification.
     *
     * @param entries how many entries were checked
     * @param broken the first entry that was changed or is missing; empty if all are intact
     */
    record Verification(long entries, Optional<BrokenEntry> broken) {}

    /**
     * A place where a chain is broken.
     *
     * @param chain the chain
     * @param seq the number of the first entry that is wrong or missing
     * @param what what is wrong with it
     */
    record BrokenEntry(String chain, long seq, String what) {}
}
