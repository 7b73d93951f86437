package io.github.licensing4j.admin;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Manages licenses through their life cycle. */
public interface Licenses {

    /** Creates a license, in force from now or from its start. */
    LicenseView create(NewLicense license, AdminContext by);

    /** Returns a license in its current state. */
    LicenseView get(String id);

    /** Returns licenses in their current state, in the order of their ids. */
    Page<LicenseView> list(LicenseFilter filter);

    /**
     * Changes terms of a license.
     *
     * @param revision the expected current revision, empty for any
     */
    LicenseView update(String id, LicenseUpdate update, OptionalLong revision, AdminContext by);

    /**
     * Ends a trial by a purchase: the tried plan is in force from now on, in a period that starts now. Where that plan
     * is for trials only, the plan that follows the trial is in force.
     */
    default LicenseView activate(String id, AdminContext by) {
        return activate(id, null, by);
    }

    /**
     * Ends a trial by the purchase of a plan, which is in force from now on, in a period that starts now.
     *
     * @param plan the purchased plan, null for the tried one or, where that is for trials only, the one that follows
     *     the trial
     */
    LicenseView activate(String id, @Nullable PlanId plan, AdminContext by);

    /**
     * Moves the end of a license later, and lifts a cancellation that is still in the future. A renewal with neither a
     * length nor an end only lifts such a cancellation where there is one.
     */
    LicenseView renew(String id, Renewal renewal, AdminContext by);

    /** Records that a payment is overdue: the grace period of its plan begins. */
    LicenseView pastDue(String id, AdminContext by);

    /** Records that nothing is owed any more. */
    LicenseView paid(String id, AdminContext by);

    /** Suspends a license: every call is refused until it is reinstated. */
    LicenseView suspend(String id, AdminContext by);

    /** Reinstates a suspended license. */
    LicenseView reinstate(String id, AdminContext by);

    /** Cancels a license, now or at the end of its billing period. */
    LicenseView cancel(String id, When when, AdminContext by);

    /** Revokes a license for good, with every credential of it. */
    LicenseView revoke(String id, AdminContext by);

    /** Moves a license to another plan, or another version of its plan. */
    LicenseView changePlan(String id, PlanChangeRequest move, AdminContext by);

    /** Returns the current state of the limits of a license. Consumes nothing. */
    List<LimitStatus> limits(String id);

    /** The instant at which a change takes effect. */
    enum When {
        /** At once. */
        NOW,
        /** At the end of the present billing period, or of the trial. */
        NEXT_PERIOD
    }

    /**
     * Selects the licenses of a list.
     *
     * @param customer of which customer, null for all
     * @param state in which state, null for all
     * @param cursor where the page before ended, null for the first
     * @param max how many at most, 1 to 1,000
     */
    record LicenseFilter(
            @Nullable String customer,
            @Nullable LicenseState state,
            @Nullable String cursor,
            int max) {}

    /**
     * The extent of a renewal: a length or an instant, exactly one of the two.
     *
     * @param from where the length is counted from
     * @param length how long, null if {@code until} is set; with neither, the billing period of its plan
     * @param until the new end, null if {@code length} is set
     */
    record Renewal(
            From from,
            @Nullable ContractPeriod length,
            @Nullable Instant until) {

        /** The start of the length of a renewal. */
        public enum From {
            /** Its end: renewing early loses no time, renewing late gains none. */
            EXPIRY,
            /** This instant. */
            NOW
        }
    }
}
