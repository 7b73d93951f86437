package io.github.licensing4j.servlet.admin;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.licensing4j.CallSignatures;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.servlet.admin.KeyJson.BindingJson;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A license. */
record LicenseJson(
        String id,
        String customer,
        PlanId plan,
        LicenseState state,
        @JsonUnwrapped Recorded recorded,
        @JsonUnwrapped Term term,
        @Nullable PlanChangeJson planChange,
        @JsonUnwrapped Ended ended,
        @JsonUnwrapped Custom custom,
        long revision) {

    /** The instants at which the record was created and changed. */
    record Recorded(Instant createdAt, Instant changedAt) {}

    /** The time in which the license is in force. */
    record Term(
            Instant anchor,
            ZoneId zone,
            @Nullable Instant startsAt,
            @Nullable Instant expiresAt,
            @Nullable Instant trialEndsAt,
            @Nullable PlanId trialThen) {}

    /** A change of plan. */
    record PlanChangeJson(PlanId from, PlanId to, Instant at, UsageTreatment usage) {}

    /** The instants and reasons that restrict or ended the license. */
    record Ended(
            @Nullable Instant pastDueSince,
            @Nullable Instant graceEndsAt,
            @Nullable Instant suspendedAt,
            @Nullable Instant cancelledAt,
            @Nullable Instant revokedAt) {}

    /** The deviations from the plan, the ids in other systems, whether calls must be signed, and who may call; absent if not set. */
    record Custom(
            @Nullable Overrides overrides,
            @JsonInclude(NON_EMPTY) Map<String, String> external,
            @Nullable CallSignatures signatures,
            @Nullable BindingJson bind) {}

    /** A page of licenses. */
    record LicensesJson(
            List<LicenseJson> licenses, @Nullable String next) {}
}
