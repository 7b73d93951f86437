package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.ConflictException.Kind;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.spi.IdempotencyRecord;
import io.github.licensing4j.spi.LicenseStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows a request that came before. Keys are told apart by issuer and actor: nobody meets another's. */
final class Idempotency {
    /** How long a request is known again. */
    static final Duration KEPT = Duration.ofHours(24);

    private final String issuer;
    private final LicenseStore store;

    Idempotency(String issuer, LicenseStore store) {
        this.issuer = issuer;
        this.store = store;
    }

    /**
     * What the same request made before, empty if it has not come before.
     *
     * @throws ConflictException if the key was used for another request
     */
    Optional<String> madeBefore(AdminContext by, Instant now) {
        AdminContext.Request request = by.request();
        if (request == null) {
            return Optional.empty();
        }
        Optional<IdempotencyRecord> before = store.replay(key(by, request), now);
        if (before.isPresent() && !before.get().fingerprint().equals(request.fingerprint())) {
            throw new ConflictException(
                    Kind.KEY_REUSED, "the idempotency key was used for another request in the last 24 hours");
        }
        return before.map(IdempotencyRecord::resource);
    }

    /** The same for what holds a secret: it cannot be answered again. */
    void refuseIfMadeBefore(AdminContext by, Instant now, String kind) {
        madeBefore(by, now).ifPresent(id -> {
            throw new ConflictException(
                    Kind.ALREADY_CREATED, "the same request made the " + kind + " '" + id + "' before", id);
        });
    }

    /** What to store with a change that makes something, null if the request need not be known again. */
    @Nullable
    IdempotencyRecord of(AdminContext by, String resource, Instant now) {
        AdminContext.Request request = by.request();
        return request == null
                ? null
                : new IdempotencyRecord(key(by, request), request.fingerprint(), resource, now, now.plus(KEPT));
    }

    /** None of the three can hold a line break, but the last; so no two look alike. */
    private String key(AdminContext by, AdminContext.Request request) {
        return Sha256.hex(issuer + "\n" + by.actor() + "\n" + request.key());
    }
}
