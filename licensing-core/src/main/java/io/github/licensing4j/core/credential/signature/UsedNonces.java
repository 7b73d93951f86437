package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.core.credential.dpop.ProofMarks;
import io.github.licensing4j.core.credential.dpop.ProofMarks.Mark;
import io.github.licensing4j.core.hash.Sha256;
import java.time.Instant;

/** Remembers the nonces of signature keys, so that each is accepted once (RFC 9421 §7.2.2). Safe for use by many threads. */
final class UsedNonces {
    private final ProofMarks marks;

    UsedNonces(ProofMarks marks) {
        this.marks = marks;
    }

    /** @param untilMillis the first instant at which a signature with the nonce is no longer accepted */
    ProofMarks.Use use(String keyId, String nonce, long untilMillis) {
        return marks.use(new Mark(keyId, Sha256.hex("nonce\n" + nonce), Instant.ofEpochMilli(untilMillis)));
    }
}
