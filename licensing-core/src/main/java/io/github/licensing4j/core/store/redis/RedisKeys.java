package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.ReplayMark;

/**
 * Names keys of Redis. Ids are hashed, so that keys have a bounded length and ids cannot be confused or read. Braces keep all keys of a
 * license in one slot of a cluster.
 */
final class RedisKeys {
    private static final int LICENSE_BYTES = 16;
    private static final int COUNTER_BYTES = 8;
    private static final int PROOF_BYTES = 16;

    private final String prefix;

    RedisKeys(String prefix) {
        this.prefix = prefix;
    }

    /** Returns the key of a bucket. */
    String bucket(LicenseId license, CounterId counter) {
        return prefix + ":rate:{" + hash(license) + "}:" + field(counter);
    }

    /** Returns the key of the calls in flight of a license. */
    String calls(LicenseId license) {
        return prefix + ":calls:{" + hash(license) + "}";
    }

    /** Returns the key of the mark of a used proof. */
    String proof(ReplayMark mark) {
        return proofs() + Sha256.hex(joined(mark.key(), mark.id()), PROOF_BYTES);
    }

    /** Returns the key that names the server which has the marks. */
    String proofServer() {
        return proofs() + "server";
    }

    /** The braces keep all of them in one slot of a cluster, because one script uses two. */
    private String proofs() {
        return prefix + ":{proofs}:";
    }

    /** Returns the channel on which changes are announced. */
    String channel() {
        return prefix + ":changes";
    }

    /** Returns the name of a counter inside of a license. */
    static String field(CounterId counter) {
        return Sha256.hex(
                joined(
                        counter.limit(),
                        String.valueOf(counter.meter()),
                        counter.kind().name(),
                        counter.per(),
                        counter.scope().name(),
                        counter.subject()),
                COUNTER_BYTES);
    }

    private static String hash(LicenseId license) {
        return Sha256.hex(joined(license.issuer(), license.value()), LICENSE_BYTES);
    }

    /** Joins parts with their lengths, so that different parts never give the same text. */
    private static String joined(String... parts) {
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            text.append(part.length()).append(':').append(part);
        }
        return text.toString();
    }
}
