package io.github.licensing4j.spi;

import java.time.Instant;

/**
 * Replaces removed entries at the beginning of a chain, so that the remaining entries can still be verified.
 *
 * @param chain the chain
 * @param seq the number of the last entry that was removed
 * @param code the code of that entry
 * @param at when they were removed
 * @param seal the HMAC-SHA-256 over this checkpoint, in hexadecimal
 */
public record AuditCheckpoint(String chain, long seq, String code, Instant at, String seal) {}
