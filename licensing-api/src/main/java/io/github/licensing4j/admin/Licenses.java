package io.github.licensing4j.admin;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.spi.Page;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Licenses and their life. */
public interface Licenses {

    /** Makes a license, in force from now or from its start. */
    ManagedLicense create(NewLicense license, AdminContext by);

    /** A license as it stands now. */
    ManagedLicense get(String id);

    /** Licenses as they stand now, in the order of their ids. */
    Page<ManagedLicense> list(LicenseFilter filter);

    /**
     * Changes terms of a license.
     *
     * @param revision the revision it must be at, empty for any
     */
    ManagedLicense update(String id, LicenseUpdate update, OptionalLong revision, AdminContext by);

    /**
     * Ends a trial by a purchase: the plan that was tried holds from now on, in a period that starts now. Where that plan is for
     * trials alone, the plan that follows the trial does.
     */
    default ManagedLicense activate(String id, AdminContext by) {
        return activate(id, null, by);
    }

    /**
     * Ends a trial by the purchase of a plan, which holds from now on, in a period that starts now.
     *
     * @param plan the plan that is bought, null for the one that was tried or, where that is for trials alone, the one that
     *     follows the trial
     */
    ManagedLicense activate(String id, @Nullable PlanId plan, AdminContext by);

    /**
     * Gives a license a later end, and lifts a cancellation that still lies ahead. A renewal that names neither a time nor an
     * end only lifts such a cancellation where there is one.
     */
    ManagedLicense renew(String id, Renewal renewal, AdminContext by);

    /** Notes that a payment is overdue: the grace of its plan begins. */
    ManagedLicense pastDue(String id, AdminContext by);

    /** Notes that everything owed is paid. */
    ManagedLicense paid(String id, AdminContext by);

    /** Places a hold: nothing passes until it is lifted. */
    ManagedLicense suspend(String id, AdminContext by);

    /** Lifts the hold. */
    ManagedLicense reinstate(String id, AdminContext by);

    /** Ends a license, now or with its billing period. */
    ManagedLicense cancel(String id, When when, AdminContext by);

    /** Takes a license back for good, with every credential of it. */
    ManagedLicense revoke(String id, AdminContext by);

    /** Moves a license to another plan, or another version of its plan. */
    ManagedLicense changePlan(String id, PlanChangeRequest move, AdminContext by);

    /** The limits of a license as they stand now. Takes nothing from any. */
    List<LimitStatus> limits(String id);

    /** When something takes effect. */
    enum When {
        /** At once. */
        NOW,
        /** With the end of the present billing period, or of the trial. */
        NEXT_PERIOD
    }

    /**
     * Which licenses to list.
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
     * How far a license is renewed: by a time or to an instant, exactly one of the two.
     *
     * @param from where the time is counted from
     * @param length how long, null if an instant is given; without either, the billing period of its plan
     * @param until the new end, null if a time is given
     */
    record Renewal(
            From from,
            @Nullable ContractPeriod length,
            @Nullable Instant until) {

        /** Where the time of a renewal is counted from. */
        public enum From {
            /** Its end, so that nothing is lost by renewing early and nothing is given away by renewing late. */
            EXPIRY,
            /** This instant. */
            NOW
        }
    }
}
