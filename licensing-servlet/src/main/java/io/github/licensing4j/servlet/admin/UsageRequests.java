package io.github.licensing4j.servlet.admin;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonFormat.Feature;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.github.licensing4j.admin.CreditGrantView;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseUpdate.Patch;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.admin.UsageAdmin.GrantRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The request bodies of the routes of corrections, credits and exports. */
final class UsageRequests {
    private UsageRequests() {}

    /** A correction of recorded usage. */
    record NewCorrectionJson(
            @JsonProperty(required = true) String meter,
            @JsonProperty(required = true) BigDecimal units,
            @Nullable Instant at,
            @Nullable String key,
            @Nullable String user,

            @JsonFormat(with = Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<String> grant,

            @Nullable String reason)
            implements Request {

        CorrectionRequest correction() {
            if (units.signum() == 0) {
                throw new InvalidFieldException("units", "expected a number above or below 0");
            }
            return new CorrectionRequest(meter, units, at, key, user, grant);
        }
    }

    /** Credits to grant. */
    record NewCreditJson(
            @JsonProperty(required = true) String limit,
            @JsonProperty(required = true) BigDecimal amount,
            @Whole(max = 255) @Nullable Integer priority,
            @Nullable Instant effectiveAt,
            @Nullable Instant expiresAt,
            @Nullable String reason)
            implements Request {

        GrantRequest grant() {
            if (amount.signum() <= 0) {
                throw new InvalidFieldException("amount", "expected a number above 0");
            }
            return new GrantRequest(
                    limit, amount, Objects.requireNonNullElse(priority, CreditGrantView.FIRST), effectiveAt, expiresAt);
        }
    }

    /** The events to send again. Null is read as no event, which is refused. */
    record ReplayJson(
            @JsonSetter(nulls = Nulls.AS_EMPTY) Patch<List<String>> ids,
            @Nullable String reason) implements Request {

        /** Returns the ids, empty for all events. */
        List<String> events() {
            if (ids instanceof Patch.Kept) {
                return List.of();
            }
            if (ids instanceof Patch.Assigned<List<String>> assigned
                    && !assigned.value().isEmpty()) {
                return assigned.value();
            }
            throw new InvalidFieldException("ids", "expected at least one; leave it out to replay all");
        }
    }
}
