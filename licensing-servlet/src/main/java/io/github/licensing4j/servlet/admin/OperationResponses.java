package io.github.licensing4j.servlet.admin;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.PlanId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The response bodies of the routes of the audit log, refusals and the catalog. */
final class OperationResponses {
    private OperationResponses() {}

    /** A page of the audit log. */
    record AuditJson(List<AuditEntryJson> entries, @Nullable String next) {}

    /** A change in the audit log. */
    record AuditEntryJson(
            long seq,
            String chain,
            Instant at,
            String actor,
            String action,
            @Nullable String license,
            @Nullable String subject,
            @Nullable String reason,
            @JsonInclude(NON_EMPTY) Map<String, String> details) {}

    /** The result of verifying the audit log. */
    record ProofJson(
            boolean valid,
            @Nullable Long entries,
            @Nullable Long firstBroken,
            @Nullable String chain,
            @Nullable String problem) {}

    /** The last refusals of a license on one node. */
    record RecentRefusalsJson(List<RecentRefusalJson> refusals, String node, Instant since) {}

    /** A refused call. */
    record RecentRefusalJson(
            String decision,
            Instant at,
            String code,
            String detail,
            @Nullable PlanId plan,
            @Nullable String limit,
            EnforcementMode mode) {}

    /** The result of checking a catalog. */
    record CatalogCheckJson(boolean valid, List<String> problems, List<String> warnings) {}
}
