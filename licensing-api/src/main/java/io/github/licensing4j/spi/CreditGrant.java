package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Prepaid units of one license under one credits limit. The consumed units are a counter, not a part of this record.
 *
 * @param id its id, {@code crd_…}
 * @param license the license
 * @param revision 1 when it is created, one more at each change
 * @param limit the name of the credits limit, or the first name it had
 * @param amount units granted, in the meter's smallest unit; above 0
 * @param priority the lowest is consumed first; 0 to 255, {@link #FIRST} by default
 * @param times when it was granted and when it can be consumed
 * @param meter the meter of its units, null if not stored
 */
public record CreditGrant(
        String id,
        LicenseId license,
        long revision,
        String limit,
        long amount,
        int priority,
        Times times,
        @Nullable String meter) {
    /** The default priority, also of a plan's initial credits: consumed first. */
    public static final int FIRST = 0;

    /** The order in which grants are consumed: by priority, then the one that expires first, then the oldest. */
    public static final Comparator<CreditGrant> CONSUMPTION_ORDER = Comparator.comparingInt(CreditGrant::priority)
            .thenComparing(grant -> grant.times.expiresAt == null ? Instant.MAX : grant.times.expiresAt)
            .thenComparing(grant -> grant.times.createdAt)
            .thenComparing(CreditGrant::id);

    /**
     * The instants of a grant.
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
            @Nullable Instant voidedAt) {

        /** Returns the times of a grant that can be consumed from its creation on, without an end. */
        public static Times from(Instant createdAt) {
            return new Times(createdAt, createdAt, null, null);
        }

        /** Returns the first instant at which it can no longer be consumed, voided or lapsed; null if it has no end. */
        public @Nullable Instant endsAt() {
            return voidedAt == null || (expiresAt != null && expiresAt.isBefore(voidedAt)) ? expiresAt : voidedAt;
        }
    }

    /** Returns the same grant with the meter of its units. */
    public CreditGrant of(String ofMeter) {
        return new CreditGrant(id, license, revision, limit, amount, priority, times, ofMeter);
    }

    /** Returns the same grant, voided. */
    public CreditGrant voided(Instant at) {
        Times ended = new Times(times.createdAt, times.effectiveAt, times.expiresAt, at);
        return new CreditGrant(id, license, revision + 1, limit, amount, priority, ended, meter);
    }
}
