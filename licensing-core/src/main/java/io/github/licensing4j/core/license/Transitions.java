package io.github.licensing4j.core.license;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.ConflictException.Kind;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.Licenses.Renewal;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.core.catalog.PlanOffer;
import io.github.licensing4j.core.catalog.Price;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.Debt;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Applies license transitions: pure functions of the record and the instant. A transition that the state does not allow
 * throws {@link ConflictException}.
 */
public final class Transitions {
    private static final Set<LicenseState> ENDED = EnumSet.of(LicenseState.REVOKED, LicenseState.CANCELLED);
    private static final Set<LicenseState> OVER =
            EnumSet.of(LicenseState.REVOKED, LicenseState.CANCELLED, LicenseState.EXPIRED);

    private Transitions() {}

    /** Ends the trial by the purchase of a plan, in a period that starts now. */
    public static LicenseRecord activate(LicenseRecord license, PlanId bought, Instant now) {
        refuseUnlessTried(license, now);
        return license.edit(now).plan(bought).trial(null).anchor(now).done();
    }

    /**
     * Checks that a purchase can end the trial.
     *
     * @throws ConflictException if it has ended, or has no trial
     */
    public static void refuseUnlessTried(LicenseRecord license, Instant now) {
        refuseIf(OVER, license, now, "be activated");
        if (license.pinned().trial() == null) {
            throw state(license, "has no trial that a purchase could end");
        }
    }

    /**
     * Moves the end, and lifts a cancellation in the future; without a length or an end, such a license keeps its own.
     */
    public static LicenseRecord renew(LicenseRecord license, Renewal renewal, @Nullable Price price, Instant now) {
        refuseIf(ENDED, license, now, "be renewed");
        if (license.blocks().cancelledAt() != null && renewal.length() == null && renewal.until() == null) {
            return license.edit(now).cancelledAt(null).done();
        }
        Instant end = renewal.until() == null ? null : renewal.until().truncatedTo(ChronoUnit.MILLIS);
        if (end == null) {
            ContractPeriod length = renewal.length() != null ? renewal.length() : price == null ? null : price.per();
            if (length == null) {
                throw new InvalidFieldException(
                        "for", "the plan has no billing period to renew by, expected a period such as P1Y");
            }
            end = plus(base(license, renewal, now), length, license.periods().zone());
        }
        if (!end.isAfter(now)) {
            throw new InvalidFieldException(
                    renewal.until() == null ? "for" : "until",
                    "the license would end at " + end + ", expected an instant after " + now);
        }
        return license.edit(now).expiresAt(end).cancelledAt(null).done();
    }

    private static Instant base(LicenseRecord license, Renewal renewal, Instant now) {
        if (renewal.from() == Renewal.From.NOW) {
            return now;
        }
        if (license.dates().expiresAt() == null) {
            throw state(license, "has no end to be renewed from");
        }
        return license.dates().expiresAt();
    }

    /** Records an overdue payment; the grace period of the plan in force begins. */
    public static LicenseRecord pastDue(LicenseRecord license, PlanOffer.@Nullable Grace grace, Instant now) {
        refuseIf(OVER, license, now, "become past due");
        if (license.debt() != null) {
            throw state(license, "is past due already, since " + license.debt().since());
        }
        Instant end = grace == null
                ? now
                : plus(now, grace.length(), license.periods().zone());
        return license.edit(now)
                .debt(new Debt(now, end, grace == null ? null : grace.reducedTo()))
                .done();
    }

    /** Records that nothing is owed any more. */
    public static LicenseRecord paid(LicenseRecord license, Instant now) {
        refuseIf(ENDED, license, now, "be paid");
        if (license.debt() == null) {
            throw state(license, "owes nothing");
        }
        return license.edit(now).debt(null).done();
    }

    /** Suspends the license. */
    public static LicenseRecord suspend(LicenseRecord license, Instant now) {
        refuseIf(ENDED, license, now, "be suspended");
        if (license.blocks().suspendedAt() != null) {
            throw state(
                    license, "is suspended already, since " + license.blocks().suspendedAt());
        }
        return license.edit(now).suspendedAt(now).done();
    }

    /** Lifts the suspension. */
    public static LicenseRecord reinstate(LicenseRecord license, Instant now) {
        refuseIf(EnumSet.of(LicenseState.REVOKED), license, now, "be reinstated");
        if (license.blocks().suspendedAt() == null) {
            throw state(license, "has no hold that could be lifted");
        }
        return license.edit(now).suspendedAt(null).done();
    }

    /** Cancels the license at an instant that is now or later. */
    public static LicenseRecord cancel(LicenseRecord license, Instant at, Instant now) {
        refuseIf(ENDED, license, now, "be cancelled");
        return license.edit(now).cancelledAt(at).done();
    }

    /** Revokes the license for good. */
    public static LicenseRecord revoke(LicenseRecord license, Instant now) {
        refuseIf(EnumSet.of(LicenseState.REVOKED), license, now, "be revoked");
        return license.edit(now).revokedAt(now).done();
    }

    /**
     * Changes the plan now.
     *
     * @param license the record, with the terms it leaves behind among its earlier terms
     */
    public static LicenseRecord changePlan(LicenseRecord license, PlanId to, UsageTreatment usage, Instant now) {
        refuseUnlessChangeable(license, to, now);
        EffectiveLicense effectiveLicense = EffectiveLicense.at(license, now);
        if (effectiveLicense.state() == LicenseState.TRIALING) {
            // A purchase ends the period of the trial.
            return license.edit(now)
                    .plan(to)
                    .trial(null)
                    .change(null)
                    .anchor(now)
                    .done();
        }
        return license.edit(now)
                .plan(to)
                .trial(null)
                .anchor(usage == UsageTreatment.FRESH ? now : effectiveLicense.anchor())
                .change(null)
                .done();
    }

    /**
     * Changes the plan later: when the trial ends, or with the next billing period.
     *
     * @param periodEnd the end of the present billing period; not used for a trial
     */
    public static LicenseRecord changePlanLater(
            LicenseRecord license, PlanChangeRequest request, @Nullable Instant periodEnd, Instant now) {
        PlanId to = request.plan();
        refuseUnlessChangeable(license, to, now);
        EffectiveLicense effectiveLicense = EffectiveLicense.at(license, now);
        Trial trial = license.pinned().trial();
        if (effectiveLicense.state() == LicenseState.TRIALING && trial != null) {
            return license.edit(now).trial(new Trial(trial.endsAt(), to)).done();
        }
        if (periodEnd == null) {
            throw new InvalidFieldException(
                    "when", "plan " + effectiveLicense.plan() + " has no billing period (price.per), expected now");
        }
        return license.edit(now)
                .plan(effectiveLicense.plan())
                .trial(null)
                .anchor(effectiveLicense.anchor())
                .change(new PlanChange(effectiveLicense.plan(), to, periodEnd, request.usage()))
                .done();
    }

    /**
     * Checks that the plan can be changed.
     *
     * @throws ConflictException if the license has ended, or is on the plan already
     */
    public static void refuseUnlessChangeable(LicenseRecord license, PlanId to, Instant now) {
        refuseIf(OVER, license, now, "change its plan");
        EffectiveLicense effectiveLicense = EffectiveLicense.at(license, now);
        boolean trying = effectiveLicense.state() == LicenseState.TRIALING;
        if (effectiveLicense.plan().equals(to) && !trying && license.pinned().change() == null) {
            throw state(license, "is on plan " + to + " already");
        }
    }

    /** Adds a period to an instant, in a zone whose days may be longer or shorter. */
    public static Instant plus(Instant from, ContractPeriod length, ZoneId zone) {
        return length.isCalendar() ? from.atZone(zone).plus(length.date()).toInstant() : from.plus(length.time());
    }

    private static void refuseIf(Set<LicenseState> states, LicenseRecord license, Instant now, String act) {
        LicenseState state = EffectiveLicense.at(license, now).state();
        if (states.contains(state)) {
            throw state(license, "is " + state.text() + " and cannot " + act);
        }
    }

    private static ConflictException state(LicenseRecord license, String problem) {
        return new ConflictException(Kind.STATE, "license '" + license.id().value() + "' " + problem);
    }
}
