package io.github.licensing4j.core.credential.oauth;

import io.github.licensing4j.core.cache.LruMap;
import io.github.licensing4j.spi.CredentialVerification.Rejected;
import org.jspecify.annotations.Nullable;

/** Remembers for a short time which opaque tokens were rejected, by their SHA-256. Bounded; safe for use by many threads. */
final class RejectedTokens {
    static final int MAX = 10_000;

    private final LruMap<String, Rejection> rejections = new LruMap<>(MAX);
    private final long millis;

    private record Rejection(Rejected rejected, long atMillis) {}

    /** @param millis how long a rejection is remembered */
    RejectedTokens(long millis) {
        this.millis = millis;
    }

    /** Returns the rejection of a token, null if none is remembered. */
    synchronized @Nullable Rejected find(String hash, long nowMillis) {
        Rejection known = rejections.get(hash);
        if (known == null) {
            return null;
        }
        // A clock that was set back must not make it last.
        if (nowMillis - known.atMillis >= millis || nowMillis < known.atMillis) {
            rejections.remove(hash);
            return null;
        }
        return known.rejected;
    }

    synchronized void add(String hash, Rejected rejected, long nowMillis) {
        rejections.put(hash, new Rejection(rejected, nowMillis));
    }
}
