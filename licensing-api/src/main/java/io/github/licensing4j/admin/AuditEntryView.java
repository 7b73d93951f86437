package io.github.licensing4j.admin;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit log.
 *
 * @param chain the chain it is of, one for each node
 * @param seq its number in the chain, from 1
 * @param at when, in whole milliseconds
 * @param actor who did it
 * @param action what was done, such as {@code license.suspended}
 * @param license the id of the license it is about, null if it is about none
 * @param subject the id of the key, token or customer it is about, null if it is about the license itself
 * @param reason why, in the actor's own text; null if there is none
 * @param details further facts, sorted by name; never a secret
 */
public record AuditEntryView(
        String chain,
        long seq,
        Instant at,
        String actor,
        String action,
        @Nullable String license,
        @Nullable String subject,
        @Nullable String reason,
        Map<String, String> details) {
    public AuditEntryView {
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }
}
