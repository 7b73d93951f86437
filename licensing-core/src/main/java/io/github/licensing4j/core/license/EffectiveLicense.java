package io.github.licensing4j.core.license;

import io.github.licensing4j.LicenseState;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.spi.EarlierTerms;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.Debt;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stored license evaluated at one instant: a pure function of the record and the instant. No timer is involved.
 *
 * @param state its state
 * @param plan the plan that was bought, or that a trial or a plan change has led to
 * @param terms the plan whose terms are in force: the same, but for reduced access while a payment is overdue
 * @param anchor the instant quota periods are counted from
 * @param ended the plans that ended by time alone since the earlier terms of the record, oldest first
 * @param owes whether an overdue payment suspends it
 * @param until the first later instant at which the result may differ, {@link Instant#MAX} if there is none
 */
public record EffectiveLicense(
        LicenseState state,
        PlanId plan,
        PlanId terms,
        Instant anchor,
        List<EndedPlan> ended,
        boolean owes,
        Instant until) {
    public EffectiveLicense {
        ended = List.copyOf(ended);
    }

    /**
     * A plan that was replaced by another.
     *
     * @param plan the plan that was in force
     * @param until the first instant of the plan after it
     * @param usage what happened to the usage counted up to then
     */
    public record EndedPlan(PlanId plan, Instant until, UsageTreatment usage) {}

    /** Returns when a license ended or will end, {@link Instant#MAX} if it has no end. */
    public static Instant end(LicenseRecord license) {
        return Stream.of(
                        license.blocks().cancelledAt(),
                        license.dates().expiresAt(),
                        license.blocks().revokedAt())
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /** Evaluates a record at an instant. */
    public static EffectiveLicense at(LicenseRecord license, Instant now) {
        PlanId plan = license.pinned().plan();
        Instant anchor = license.periods().anchor();
        Trial trial = license.pinned().trial();
        if (trial != null && reached(trial.endsAt(), now)) {
            plan = trial.then();
            anchor = trial.endsAt();
        }
        PlanChange change = license.pinned().change();
        if (change != null && reached(change.at(), now)) {
            plan = change.to();
            anchor = change.usage() == UsageTreatment.FRESH ? change.at() : anchor;
        }
        LicenseState state = state(license, now);
        return new EffectiveLicense(
                state,
                plan,
                terms(license.debt(), plan, now),
                anchor,
                ended(license, now),
                state == LicenseState.SUSPENDED && !reached(license.blocks().suspendedAt(), now),
                until(license, now));
    }

    private static List<EndedPlan> ended(LicenseRecord license, Instant now) {
        List<EarlierTerms> earlier = license.pinned().earlier();
        Instant known = earlier.isEmpty()
                ? Instant.MIN
                : earlier.get(earlier.size() - 1).until();
        Trial trial = license.pinned().trial();
        PlanChange change = license.pinned().change();
        return Stream.of(
                        trial == null
                                ? null
                                : new EndedPlan(license.pinned().plan(), trial.endsAt(), UsageTreatment.FRESH),
                        change == null ? null : new EndedPlan(change.from(), change.at(), change.usage()))
                .filter(Objects::nonNull)
                .filter(plan -> reached(plan.until(), now) && plan.until().isAfter(known))
                .sorted(Comparator.comparing(EndedPlan::until))
                .toList();
    }

    /** Reduced access applies only during the grace period; after it, every call is refused anyway. */
    private static PlanId terms(@Nullable Debt debt, PlanId plan, Instant now) {
        if (debt == null || !reached(debt.since(), now) || reached(debt.graceEndsAt(), now)) {
            return plan;
        }
        PlanId reduced = debt.reducedTo();
        return reduced == null ? plan : reduced;
    }

    /** Returns the first state, in the order of {@link LicenseState}, that applies at this instant. */
    private static LicenseState state(LicenseRecord license, Instant now) {
        Debt debt = license.debt();
        Trial trial = license.pinned().trial();
        if (reached(license.blocks().revokedAt(), now)) {
            return LicenseState.REVOKED;
        }
        if (reached(license.blocks().cancelledAt(), now)) {
            return LicenseState.CANCELLED;
        }
        if (reached(license.dates().expiresAt(), now)) {
            return LicenseState.EXPIRED;
        }
        if (reached(license.blocks().suspendedAt(), now) || (debt != null && reached(debt.graceEndsAt(), now))) {
            return LicenseState.SUSPENDED;
        }
        if (debt != null && reached(debt.since(), now)) {
            return LicenseState.PAST_DUE;
        }
        return trial != null && !reached(trial.endsAt(), now) ? LicenseState.TRIALING : LicenseState.ACTIVE;
    }

    private static Instant until(LicenseRecord license, Instant now) {
        if (reached(license.blocks().revokedAt(), now)
                || reached(license.blocks().cancelledAt(), now)) {
            // An ended license has no transitions by time.
            return Instant.MAX;
        }
        Trial trial = license.pinned().trial();
        PlanChange change = license.pinned().change();
        Debt debt = license.debt();
        return Stream.of(
                        license.dates().startsAt(),
                        license.blocks().revokedAt(),
                        license.blocks().cancelledAt(),
                        license.dates().expiresAt(),
                        license.blocks().suspendedAt(),
                        trial == null ? null : trial.endsAt(),
                        change == null ? null : change.at(),
                        debt == null ? null : debt.since(),
                        debt == null ? null : debt.graceEndsAt())
                .filter(at -> at != null && at.isAfter(now))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    private static boolean reached(@Nullable Instant at, Instant now) {
        return at != null && !now.isBefore(at);
    }
}
