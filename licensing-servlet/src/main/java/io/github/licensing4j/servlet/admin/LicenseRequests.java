package io.github.licensing4j.servlet.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.Nulls;
import io.github.licensing4j.CallSignatures;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseUpdate;
import io.github.licensing4j.admin.LicenseUpdate.Patch;
import io.github.licensing4j.admin.Licenses.Renewal;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.NewLicense.Purchase;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.servlet.admin.KeyJson.BindingJson;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The request bodies of the routes of licenses. */
final class LicenseRequests {
    private LicenseRequests() {}

    /** A license to create. */
    record NewLicenseJson(
            @JsonProperty(required = true) String customer,
            @JsonProperty(required = true) PlanId plan,
            @Nullable Boolean trial,
            @JsonUnwrapped Dates dates,
            @Nullable Overrides overrides,
            Map<String, String> external,
            @Nullable BindingJson bind,
            @Nullable String reason)
            implements Request {

        NewLicense license() {
            return new NewLicense(
                    customer,
                    plan,
                    purchase(),
                    dates.anchor,
                    Objects.requireNonNullElse(dates.zone, ZoneOffset.UTC),
                    dates.starts,
                    dates.expires,
                    overrides == null ? null : overrides.text(),
                    external,
                    bind == null ? CallerBindings.none() : bind.bindings());
        }

        private Purchase purchase() {
            if (trial == null) {
                return Purchase.BY_PLAN;
            }
            return trial ? Purchase.TRIAL : Purchase.BOUGHT;
        }
    }

    /** The time in which a new license is in force, and the start of its periods. */
    record Dates(
            @Nullable Instant anchor,
            @Nullable ZoneId zone,
            @Nullable Instant starts,
            @Nullable Instant expires) {}

    /** Changes of a license; absent members stay as they are. */
    record LicenseUpdateJson(
            Patch<Instant> expires,
            Patch<Overrides> overrides,
            Patch<Map<String, String>> external,
            Patch<CallSignatures> signatures,
            Patch<BindingJson> bind,
            @Nullable String reason)
            implements Request {

        LicenseUpdate update() {
            return new LicenseUpdate(expires, overridesText(), external, signatures, bindings());
        }

        private Patch<CallerBindings> bindings() {
            if (bind instanceof Patch.Assigned<BindingJson> assigned) {
                return new Patch.Assigned<>(assigned.value().bindings());
            }
            return bind instanceof Patch.Cleared<BindingJson> ? new Patch.Cleared<>() : new Patch.Kept<>();
        }

        private Patch<String> overridesText() {
            if (overrides instanceof Patch.Assigned<Overrides> assigned) {
                return new Patch.Assigned<>(assigned.value().text());
            }
            return overrides instanceof Patch.Cleared<Overrides> ? new Patch.Cleared<>() : new Patch.Kept<>();
        }
    }

    /** A body with a reason only. */
    record ReasonJson(@Nullable String reason) implements Request {}

    /** A purchase that ends a trial. */
    record ActivationJson(@Nullable PlanId plan, @Nullable String reason) implements Request {}

    /** A later end. */
    record RenewalJson(
            @JsonSetter(nulls = Nulls.FAIL) Renewal.@Nullable From from,
            @JsonProperty("for") @Nullable ContractPeriod length,
            @Nullable Instant until,
            @Nullable String reason)
            implements Request {

        Renewal renewal() {
            if (length != null && until != null) {
                throw new InvalidFieldException("until", "expected either for or until, not both");
            }
            return new Renewal(Objects.requireNonNullElse(from, Renewal.From.EXPIRY), length, until);
        }
    }

    /** A cancellation. */
    record CancellationJson(
            @JsonSetter(nulls = Nulls.FAIL) @Nullable When when,
            @Nullable String reason) implements Request {

        When effective() {
            return Objects.requireNonNullElse(when, When.NOW);
        }
    }

    /** A change of plan. */
    record PlanChangeRequestJson(
            @JsonProperty(required = true) PlanId plan,
            @JsonSetter(nulls = Nulls.FAIL) @Nullable When when,
            @JsonSetter(nulls = Nulls.FAIL) @Nullable UsageTreatment usage,
            @Nullable String reason)
            implements Request {

        PlanChangeRequest change() {
            return new PlanChangeRequest(
                    plan,
                    Objects.requireNonNullElse(when, When.NOW),
                    Objects.requireNonNullElse(usage, UsageTreatment.CARRY));
        }
    }
}
