package io.github.licensing4j.admin;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.PlanId;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a new license.
 *
 * @param customer who bought it; 1 to 200 characters
 * @param plan the plan version it pins
 * @param purchase whether it begins with a trial
 * @param anchor the instant its quota and billing periods are counted from, null for {@code startsAt}, or else its
 *     creation
 * @param zone the zone its quota periods are counted in
 * @param startsAt the first instant at which it is in force, null for its creation
 * @param expiresAt the first instant at which it is no longer in force, null if it has no end
 * @param overrides the license's deviations from its plan, as the text of a JSON object; null if there are none
 * @param external its names in other systems, by system; at most 20
 * @param bindings the callers that it is bound to, whatever their credential
 */
public record NewLicense(
        String customer,
        PlanId plan,
        Purchase purchase,
        @Nullable Instant anchor,
        ZoneId zone,
        @Nullable Instant startsAt,
        @Nullable Instant expiresAt,
        @Nullable String overrides,
        Map<String, String> external,
        CallerBindings bindings) {
    public NewLicense {
        external = Map.copyOf(external);
    }

    /** The start of a license: with a trial of its plan or without. */
    public enum Purchase {
        /** With a trial where its plan has one and the customer has had none, else without. */
        BY_PLAN,
        /** Without a trial. */
        BOUGHT,
        /** With a trial of the length that its plan defines. Once for each customer. */
        TRIAL
    }

    /**
     * Returns a license without an end, which begins with a trial where its plan has one and the customer has had none.
     */
    public static NewLicense of(String customer, PlanId plan) {
        return new NewLicense(
                customer,
                plan,
                Purchase.BY_PLAN,
                null,
                ZoneOffset.UTC,
                null,
                null,
                null,
                Map.of(),
                CallerBindings.none());
    }

    /** Returns this license as a trial. */
    public NewLicense tried() {
        return purchased(Purchase.TRIAL);
    }

    /** Returns this license without a trial. */
    public NewLicense bought() {
        return purchased(Purchase.BOUGHT);
    }

    /** Returns this license with another kind of purchase. */
    public NewLicense purchased(Purchase other) {
        return new NewLicense(customer, plan, other, anchor, zone, startsAt, expiresAt, overrides, external, bindings);
    }

    /** Returns this license bound to callers. */
    public NewLicense bound(CallerBindings callers) {
        return new NewLicense(
                customer, plan, purchase, anchor, zone, startsAt, expiresAt, overrides, external, callers);
    }
}
