package io.github.licensing4j.spi;

import io.github.licensing4j.CallSignatures;
import io.github.licensing4j.CallerBindings;
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
 * @param pinned the plan version it pins, with the changes of it
 * @param dates when it was created and changed, and is in force
 * @param periods from when and where its quota periods are counted
 * @param debt an overdue payment, null if nothing is owed
 * @param blocks what ends or suspends it
 * @param external its names in other systems, by system
 * @param calls what its calls must satisfy
 */
public record LicenseRecord(
        LicenseId id,
        long revision,
        String customer,
        PinnedPlan pinned,
        Dates dates,
        Periods periods,
        @Nullable Debt debt,
        Blocks blocks,
        Map<String, String> external,
        CallRules calls) {
    public LicenseRecord {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(calls, "calls");
        external = Map.copyOf(external);
    }

    /**
     * The plan that a license pins.
     *
     * @param plan the plan version; the one in force at an instant may differ by a trial, a plan change or a debt
     * @param trial the trial it is in or came from, null if it was bought
     * @param change a change of plan that is due, or that took effect by time since the last change of the terms; null if
     *     neither
     * @param overrides the license's deviations from its plan, as a JSON object; null if there are none
     * @param earlier the terms before each change of plan that current and later periods may depend on, oldest first; a
     *     trial or {@code change} that ended by time alone may be missing
     */
    public record PinnedPlan(
            PlanId plan,
            @Nullable Trial trial,
            @Nullable PlanChange change,
            @Nullable String overrides,
            List<EarlierTerms> earlier) {
        public PinnedPlan {
            earlier = List.copyOf(earlier);
        }
    }

    /**
     * The dates of a license.
     *
     * @param createdAt when it was created
     * @param changedAt when the record was last changed; all transitions by time up to then have been announced
     * @param startsAt the first instant at which it is in force, null if it always was
     * @param expiresAt the first instant at which it is no longer in force, null if it has no end
     */
    public record Dates(
            Instant createdAt,
            Instant changedAt,
            @Nullable Instant startsAt,
            @Nullable Instant expiresAt) {}

    /**
     * The start and the zone of quota periods.
     *
     * @param anchor the instant they are counted from
     * @param zone the zone they are counted in
     */
    public record Periods(Instant anchor, ZoneId zone) {}

    /**
     * The instants that end or suspend a license.
     *
     * @param suspendedAt when it was suspended, null if it is not
     * @param cancelledAt when it was or will be cancelled, null if not
     * @param revokedAt when it was revoked for good, null if not
     */
    public record Blocks(
            @Nullable Instant suspendedAt,
            @Nullable Instant cancelledAt,
            @Nullable Instant revokedAt) {
        /** Nothing. */
        public static final Blocks NONE = new Blocks(null, null, null);
    }

    /**
     * The rules that calls must satisfy.
     *
     * @param signatures whether it must be signed
     * @param bindings the callers that the license is bound to
     * @param restraints what holds for some of its API keys because of signals, those that have ended included
     */
    public record CallRules(CallSignatures signatures, CallerBindings bindings, List<KeyRestraint> restraints) {
        /** Calls need not be signed, and may come from anyone with any key. */
        public static final CallRules NONE = new CallRules(CallSignatures.OPTIONAL, CallerBindings.none(), List.of());

        public CallRules {
            restraints = List.copyOf(restraints);
        }
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

    /** Returns a new license with periods counted from its creation in a zone and no other settings. */
    public static LicenseRecord of(LicenseId id, String customer, PlanId plan, Instant createdAt, ZoneId zone) {
        return new LicenseRecord(
                id,
                1,
                customer,
                new PinnedPlan(plan, null, null, null, List.of()),
                new Dates(createdAt, createdAt, null, null),
                new Periods(createdAt, zone),
                null,
                Blocks.NONE,
                Map.of(),
                CallRules.NONE);
    }

    /** Returns whether its calls must be signed. */
    public CallSignatures signatures() {
        return calls.signatures();
    }

    /** Returns the callers that it is bound to. */
    public CallerBindings bindings() {
        return calls.bindings();
    }

    /** Returns what holds for some of its API keys because of signals. */
    public List<KeyRestraint> restraints() {
        return calls.restraints();
    }

    /** Returns whether another record has the same plans, periods, ends and amounts, at every instant. */
    public boolean isOnTermsOf(LicenseRecord other) {
        return pinned.equals(other.pinned)
                && periods.equals(other.periods)
                && Objects.equals(dates.startsAt, other.dates.startsAt)
                && Objects.equals(dates.expiresAt, other.dates.expiresAt)
                && Objects.equals(debt, other.debt)
                && Objects.equals(blocks.cancelledAt, other.blocks.cancelledAt)
                && Objects.equals(blocks.revokedAt, other.blocks.revokedAt);
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
