package io.github.licensing4j.admin;

import io.github.licensing4j.Quantity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credit grant and its current consumption. Units are in the smallest unit if the meter or its decimals are unknown.
 *
 * @param id its id, {@code crd_…}
 * @param license the id of its license
 * @param limit the name of the credits limit, or the first name it had
 * @param meter the meter whose units it is in, null where no plan of the catalog has its limit any more
 * @param amount granted units
 * @param consumed consumed units
 * @param priority the lowest is consumed first; 0 to 255
 * @param times when it was created and can be consumed
 */
public record CreditGrantView(
        String id,
        String license,
        String limit,
        @Nullable String meter,
        Quantity amount,
        Quantity consumed,
        int priority,
        Times times) {
    /** The default priority, also of a plan's initial credits: consumed first. */
    public static final int FIRST = 0;

    /**
     * The instants at which a grant was created, can be consumed, and ends.
     *
     * @param createdAt when it was granted
     * @param effectiveAt the first instant at which it can be consumed
     * @param expiresAt the first instant at which it no longer can, null if it has no end
     * @param voidedAt when it was voided, null if it was not
     */
    public record Times(
            Instant createdAt,
            Instant effectiveAt,
            @Nullable Instant expiresAt,
            @Nullable Instant voidedAt) {}
}
