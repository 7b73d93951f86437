package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.spi.ReplayMark;
import io.github.licensing4j.spi.ReplayResult;
import io.github.licensing4j.spi.ReplayStore;
import java.time.Instant;

/** Remembers the nonces of signature keys, so that each is accepted once (RFC 9421 §7.2.2). Safe for use by many threads. */
final class UsedNonces {
    private final ReplayStore replays;

    UsedNonces(ReplayStore replays) {
        this.replays = replays;
    }

    /**
     * The instants of a signature with a nonce.
     *
     * @param fromMillis the first instant at which any node can have accepted it
     * @param nowMillis the present time
     * @param untilMillis the first instant at which no node accepts it any more
     */
    record Times(long fromMillis, long nowMillis, long untilMillis) {}

    ReplayResult use(String keyId, String nonce, Times times) {
        return replays.use(new ReplayMark(
                keyId,
                Sha256.hex("nonce\n" + nonce),
                Instant.ofEpochMilli(times.fromMillis),
                Instant.ofEpochMilli(times.nowMillis),
                Instant.ofEpochMilli(times.untilMillis)));
    }
}
