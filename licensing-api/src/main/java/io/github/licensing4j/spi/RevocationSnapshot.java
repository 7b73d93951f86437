package io.github.licensing4j.spi;

import java.util.List;

/**
 * Every revocation that is still relevant.
 *
 * @param generation the generation of the store at which it was read
 * @param tokens tokens that are revoked and have not expired
 * @param revocations all others
 */
public record RevocationSnapshot(long generation, List<RevokedToken> tokens, List<Revocation> revocations) {
    public RevocationSnapshot {
        tokens = List.copyOf(tokens);
        revocations = List.copyOf(revocations);
    }
}
