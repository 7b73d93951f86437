package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.ConflictException.Kind;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.spi.IdempotencyRecord;
import io.github.licensing4j.spi.IdempotencyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recognizes repeated requests. Idempotency keys are separate for each issuer and actor. */
final class Idempotency {
    /** The time for which a request is remembered. */
    static final Duration KEPT = Duration.ofHours(24);

    private final String issuer;
    private final IdempotencyStore requests;

    Idempotency(String issuer, IdempotencyStore requests) {
        this.issuer = issuer;
        this.requests = requests;
    }

    /**
     * Returns the result of the same request, empty if there is none.
     *
     * @throws ConflictException if the key was used for another request
     */
    Optional<String> earlierResult(AdminContext by, Instant now) {
        AdminContext.Request request = by.request();
        if (request == null) {
            return Optional.empty();
        }
        Optional<IdempotencyRecord> before = requests.find(key(by, request), now);
        if (before.isPresent() && !before.get().fingerprint().equals(request.fingerprint())) {
            throw new ConflictException(
                    Kind.KEY_REUSED, "the idempotency key was used for another request in the last 24 hours");
        }
        return before.map(IdempotencyRecord::resource);
    }

    /** Refuses a repeat of a request whose result contained a secret, which cannot be returned again. */
    void refuseRepeat(AdminContext by, Instant now, String kind) {
        earlierResult(by, now).ifPresent(id -> {
            throw new ConflictException(
                    Kind.ALREADY_CREATED, "the same request created the " + kind + " '" + id + "' before", id);
        });
    }

    /** Returns the record to store with a change, null if the request has no idempotency key. */
    @Nullable
    IdempotencyRecord of(AdminContext by, String resource, Instant now) {
        AdminContext.Request request = by.request();
        return request == null
                ? null
                : new IdempotencyRecord(key(by, request), request.fingerprint(), resource, now, now.plus(KEPT));
    }

    /** Only the last of the three can contain a line break; so the result is unambiguous. */
    private String key(AdminContext by, AdminContext.Request request) {
        return Sha256.hex(issuer + "\n" + by.actor() + "\n" + request.key());
    }
}
