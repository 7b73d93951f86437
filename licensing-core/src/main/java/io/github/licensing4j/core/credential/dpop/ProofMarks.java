package io.github.licensing4j.core.credential.dpop;

import java.time.Instant;

/** Remembers the proofs that were used, so that each is used once (RFC 9449 §11.1). Safe for use by many threads. */
public interface ProofMarks {

    /** The result of using a proof. */
    enum Use {
        /** It was not used before. */
        FRESH,
        /** It was used before. */
        REPLAYED,
        /** There is no room for it, so that a second use could not be noticed. */
        FULL,
        /** Its use cannot be recorded now. */
        UNAVAILABLE
    }

    /**
     * The mark of a proof.
     *
     * @param thumbprint the key of the proof
     * @param digest a digest of its id and target address, in hexadecimal
     * @param until the first instant at which the proof is no longer accepted
     */
    record Mark(String thumbprint, String digest, Instant until) {}

    /** Marks a proof as used. Of several threads with the same mark, exactly one gets {@link Use#FRESH}. */
    Use use(Mark mark);
}
