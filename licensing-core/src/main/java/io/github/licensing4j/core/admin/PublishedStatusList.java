package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.core.cache.LruMap;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.StatusListRequest;
import io.github.licensing4j.core.credential.StatusReference;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the revoked tokens of this service as signed lists of about a million indexes each, of 128 KiB before they
 * are compressed. A signed list is cached until anything changes in the store, or half a minute. Safe for use by many
 * threads.
 */
final class PublishedStatusList {
    static final int SIZE = 1 << 20;

    private static final Duration TTL = Duration.ofMinutes(1);
    private static final Duration LIFETIME = Duration.ofDays(1);
    private static final long MAX_AGE_MILLIS = TTL.toMillis() / 2;
    private static final int MAX_KEPT = 64;
    /** Verifiers whose clocks are late still accept a token that has expired here. */
    private static final Duration LATE = Duration.ofHours(1);

    private final AdminTransactions adminTransactions;
    private final StatusPlaces places;
    private final LicenseTokenIssuer issuer;
    private final @Nullable URI base;
    private final ReentrantLock making = new ReentrantLock();
    private Snapshot snapshot = new Snapshot(-1, Instant.MIN, Map.of());
    private final Map<Integer, String> signed = new LruMap<>(MAX_KEPT);

    /**
     * The revoked tokens at the last read.
     *
     * @param places the indexes of revoked tokens, by part
     */
    private record Snapshot(long generation, Instant at, Map<Integer, List<Integer>> places) {}

    /** @param base where it is published, null if it is not */
    PublishedStatusList(
            AdminTransactions adminTransactions, StatusPlaces places, LicenseTokenIssuer issuer, @Nullable URI base) {
        this.adminTransactions = adminTransactions;
        this.places = places;
        this.issuer = issuer;
        this.base = base;
    }

    /** Returns the reference to the status of the token with an index. */
    static StatusReference reference(URI base, long number) {
        return new StatusReference(base + "/" + number / SIZE, number % SIZE);
    }

    /** Returns one part, as a {@code statuslist+jwt}. */
    String part(int part) {
        if (base == null) {
            throw new ConflictException(
                    ConflictException.Kind.STATE,
                    "no status list is published: the external URI of this service is not set");
        }
        // The first list exists before the first token.
        if (part < 0 || (part > 0 && !places.isAllocated((long) part * SIZE, adminTransactions.now()))) {
            throw new NotFoundException("status list", Integer.toString(part));
        }
        making.lock();
        try {
            poll();
            return signed.computeIfAbsent(part, this::made);
        } finally {
            making.unlock();
        }
    }

    private void poll() {
        // The generation first: data read after it is at least as new.
        long generation = adminTransactions.generation();
        Instant now = adminTransactions.now();
        boolean old = now.isBefore(snapshot.at) || snapshot.at.isBefore(now.minusMillis(MAX_AGE_MILLIS));
        if (generation == snapshot.generation && !old) {
            return;
        }
        Map<Integer, List<Integer>> revoked = new HashMap<>();
        for (long number : adminTransactions.store().revocations().revokedStatusIndexes(now.minus(LATE))) {
            revoked.computeIfAbsent((int) (number / SIZE), absent -> new ArrayList<>())
                    .add((int) (number % SIZE));
        }
        signed.clear();
        snapshot = new Snapshot(generation, now, revoked);
    }

    private String made(int part) {
        return issuer.issue(new StatusListRequest(
                base + "/" + part, SIZE, snapshot.places.getOrDefault(part, List.of()), TTL, LIFETIME));
    }
}
