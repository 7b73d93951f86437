package io.github.licensing4j.spi;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit log. Entries of a chain are numbered without gaps, and each has a code computed from itself
 * and the code before it.
 *
 * @param chain the chain it is of, one for each node
 * @param seq its number in the chain, from 1
 * @param at when, in whole milliseconds
 * @param actor who did it
 * @param action what was done, such as {@code license.suspended}
 * @param license the id of the license it is about, null if it is about none
 * @param subject the id of the key, token or customer it is about, null if it is about the license itself
 * @param reason why, in the actor's own text; null if there is none
 * @param details further facts, never a secret
 * @param code the HMAC-SHA-256 over all of this and the code before it, in hexadecimal
 */
public record AuditEntry(
        String chain,
        long seq,
        Instant at,
        String actor,
        String action,
        @Nullable String license,
        @Nullable String subject,
        @Nullable String reason,
        Map<String, String> details,
        String code) {
    public AuditEntry {
        // Sorted, so that the code does not depend on the order of insertion.
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }
}
