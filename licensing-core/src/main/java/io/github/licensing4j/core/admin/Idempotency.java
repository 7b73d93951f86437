package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.ConflictException.Kind;
import io.github.licensing4j.admin.Order;
import io.github.licensing4j.spi.LicenseStore;
import io.github.licensing4j.spi.ReplayRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows a request that came before. */
final class Idempotency {
    /** How long a request is known again. */
    static final Duration KEPT = Duration.ofHours(24);

    private Idempotency() {}

    /**
     * What the same request made before, empty if it has not come before.
     *
     * @throws ConflictException if the key was used for another request
     */
    static Optional<String> madeBefore(LicenseStore store, Order by, Instant now) {
        Order.Request request = by.request();
        if (request == null) {
            return Optional.empty();
        }
        Optional<ReplayRecord> before = store.replay(request.key(), now);
        if (before.isPresent() && !before.get().fingerprint().equals(request.fingerprint())) {
            throw new ConflictException(
                    Kind.KEY_REUSED, "the idempotency key was used for another request in the last 24 hours");
        }
        return before.map(ReplayRecord::resource);
    }

    /** The same for what holds a secret: it cannot be answered again. */
    static void refuseIfMadeBefore(LicenseStore store, Order by, Instant now, String kind) {
        madeBefore(store, by, now).ifPresent(id -> {
            throw new ConflictException(
                    Kind.ALREADY_CREATED, "the same request made the " + kind + " '" + id + "' before", id);
        });
    }

    /** What to store with a change that makes something. */
    static @Nullable ReplayRecord of(Order by, String resource, Instant now) {
        Order.Request request = by.request();
        return request == null
                ? null
                : new ReplayRecord(request.key(), request.fingerprint(), resource, now, now.plus(KEPT));
    }
}
