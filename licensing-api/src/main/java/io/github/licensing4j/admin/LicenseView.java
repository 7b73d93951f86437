package io.github.licensing4j.admin;

import io.github.licensing4j.CallSignatures;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.License;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stored license as it was when it was read.
 *
 * @param license the license evaluated at that instant
 * @param record its revision, with the instants of its creation and last change
 * @param term the time in which it is in force
 * @param trial the trial it is in or came from, null if it was bought
 * @param planChange a change of plan that is due, or that took effect by time since the last change of the terms; null if
 *     neither
 * @param debt an overdue payment, null if nothing is owed
 * @param blocks what blocks or ends it besides its term
 * @param overrides its deviations from its plan, as a JSON object; null if there are none
 * @param external its names in other systems, by system
 * @param calls what its calls must satisfy
 */
public record LicenseView(
        License license,
        Revision record,
        Term term,
        @Nullable Trial trial,
        @Nullable PlanChange planChange,
        @Nullable Debt debt,
        Blocks blocks,
        @Nullable String overrides,
        Map<String, String> external,
        CallRules calls) {
    public LicenseView {
        external = Map.copyOf(external);
    }

    /** Returns its id, {@code lic_…}. */
    public String id() {
        return license.id().value();
    }

    /** Returns whether its calls must be signed. */
    public CallSignatures signatures() {
        return calls.signatures();
    }

    /** Returns the callers that it is bound to. */
    public CallerBindings bindings() {
        return calls.bindings();
    }

    /** Returns its revision: 1 when it is created, one more at each change. */
    public long revision() {
        return record.number();
    }

    /**
     * The revision of a stored license.
     *
     * @param number 1 when it is created, one more at each change
     * @param createdAt when the license was created
     * @param changedAt when it was last changed
     */
    public record Revision(long number, Instant createdAt, Instant changedAt) {}

    /**
     * The time in which a license is in force.
     *
     * @param startsAt the first instant at which it is in force, null if it always was
     * @param expiresAt the first instant at which it is no longer in force, null if it has no end
     */
    public record Term(@Nullable Instant startsAt, @Nullable Instant expiresAt) {}

    /**
     * The rules that every call must satisfy, whatever its credential.
     *
     * @param signatures whether it must be signed
     * @param bindings the callers that the license is bound to
     */
    public record CallRules(CallSignatures signatures, CallerBindings bindings) {
        /** Calls need not be signed, and may come from anyone. */
        public static final CallRules NONE = new CallRules(CallSignatures.OPTIONAL, CallerBindings.none());
    }

    /**
     * A trial.
     *
     * @param endsAt the first instant after it
     * @param then the plan in force from then on
     */
    public record Trial(Instant endsAt, PlanId then) {}

    /**
     * A change of plan.
     *
     * @param from the plan before
     * @param to the plan from that instant on
     * @param at the first instant of the new plan
     * @param usage how the usage of the period it falls into is treated
     */
    public record PlanChange(PlanId from, PlanId to, Instant at, UsageTreatment usage) {}

    /**
     * An overdue payment.
     *
     * @param since when it became overdue
     * @param graceEndsAt the first instant at which every call is refused until it is paid
     */
    public record Debt(Instant since, Instant graceEndsAt) {}

    /**
     * The instants at which a license was suspended, cancelled or revoked.
     *
     * @param suspendedAt when it was suspended, null if it is not
     * @param cancelledAt when it was or will be cancelled, null if not
     * @param revokedAt when it was revoked, null if not
     */
    public record Blocks(
            @Nullable Instant suspendedAt,
            @Nullable Instant cancelledAt,
            @Nullable Instant revokedAt) {}
}
