package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A license as stored: facts and timestamps, from which its state at any instant follows. Instants are whole
 * milliseconds.
 *
 * @param id its name
 * @param revision 1 when it is created, one more at each change
 * @param customer who bought it
 * @param plan the plan version it pins; the one in force at an instant may differ by a trial, a plan change or a debt
 * @param createdAt when it was created
 * @param changedAt when the record was last changed; all transitions by time up to then have been announced
 * @param anchor the instant its quota periods are counted from
 * @param zone the zone its quota periods are counted in
 * @param startsAt the first instant at which it is in force, null if it always was
 * @param expiresAt the first instant at which it is no longer in force, null if it has no end
 * @param trial the trial it is in or came from, null if it was bought
 * @param change a change of plan that is due, or that took effect by time since the last change of the terms; null if
 *     neither
 * @param debt an overdue payment, null if nothing is owed
 * @param suspendedAt when it was suspended, null if it is not
 * @param cancelledAt when it was or will be cancelled, null if not
 * @param revokedAt when it was revoked for good, null if not
 * @param overrides the license's deviations from its plan, as a JSON object; null if there are none
 * @param external its names in other systems, by system
 * @param earlier the terms before each change of plan that current and later periods may depend on, oldest first; a
 *     trial or {@code change} that ended by time alone may be missing
 */
public record LicenseRecord(
        LicenseId id,
        long revision,
        String customer,
        PlanId plan,
        Instant createdAt,
        Instant changedAt,
        Instant anchor,
        ZoneId zone,
        @Nullable Instant startsAt,
        @Nullable Instant expiresAt,
        @Nullable Trial trial,
        @Nullable PlanChange change,
        @Nullable Debt debt,
        @Nullable Instant suspendedAt,
        @Nullable Instant cancelledAt,
        @Nullable Instant revokedAt,
        @Nullable String overrides,
        Map<String, String> external,
        List<EarlierTerms> earlier) {
    public LicenseRecord {
        Objects.requireNonNull(id, "id");
        external = Map.copyOf(external);
        earlier = List.copyOf(earlier);
    }

    /**
     * A trial.
     *
     * @param endsAt the first instant after it
     * @param then the plan in force from then on, with quota periods counted from that instant
     */
    public record Trial(Instant endsAt, PlanId then) {}

    /**
     * A change of plan.
     *
     * @param from the plan before
     * @param to the plan from that instant on
     * @param at the first instant of the new plan
     * @param usage what becomes of the usage of the period it falls into
     */
    public record PlanChange(PlanId from, PlanId to, Instant at, UsageTreatment usage) {}

    /**
     * An overdue payment.
     *
     * @param since when it became overdue
     * @param graceEndsAt the first instant at which every call is refused until it is paid
     * @param reducedTo the plan in force meanwhile, null for full access
     */
    public record Debt(
            Instant since, Instant graceEndsAt, @Nullable PlanId reducedTo) {}

    /** Returns a new license with periods counted from its creation in UTC and no other settings. */
    public static LicenseRecord of(LicenseId id, String customer, PlanId plan, Instant createdAt, ZoneId zone) {
        return new LicenseRecord(
                id, 1, customer, plan, createdAt, createdAt, createdAt, zone, null, null, null, null, null, null, null,
                null, null, Map.of(), List.of());
    }

    /** Returns whether another record has the same plans, periods, ends and amounts, at every instant. */
    public boolean isOnTermsOf(LicenseRecord other) {
        return plan.equals(other.plan)
                && anchor.equals(other.anchor)
                && zone.equals(other.zone)
                && Objects.equals(startsAt, other.startsAt)
                && Objects.equals(expiresAt, other.expiresAt)
                && Objects.equals(trial, other.trial)
                && Objects.equals(change, other.change)
                && Objects.equals(debt, other.debt)
                && Objects.equals(cancelledAt, other.cancelledAt)
                && Objects.equals(revokedAt, other.revokedAt)
                && Objects.equals(overrides, other.overrides)
                && earlier.equals(other.earlier);
    }

    /**
     * Starts a changed copy with the next revision.
     *
     * @param now the instant of the change
     */
    public LicenseRecordEditor edit(Instant now) {
        return new LicenseRecordEditor(this, now);
    }
}
