package io.github.licensing4j.servlet.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.licensing4j.admin.ReconciliationReport.Between;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The response bodies of the routes of reconciliation, exports and webhook deliveries. */
final class DeliveryResponses {
    private DeliveryResponses() {}

    /** A comparison of journals, ledger, counters and exports. */
    record ReconciliationJson(
            boolean clean,
            Instant at,
            List<DifferenceJson> differences,
            List<SourceJson> sources,
            List<ExporterJson> exporters,
            List<String> notes) {}

    /** Two numbers that differ. */
    record DifferenceJson(
            Between between,
            String where,
            @Nullable String license,
            String meter,
            @Nullable BigDecimal expected,
            @Nullable BigDecimal found,
            long expectedCalls,
            long foundCalls) {}

    /** A journal and what the ledger has of it. */
    record SourceJson(
            String node,
            long epoch,
            @Nullable Long decided,
            @Nullable Long journaled,
            long unreadable,
            long shipped) {}

    /** The backlog of an exporter. */
    record ExporterJson(String name, long waiting, long dead) {}

    /** A page of export events that are no longer retried. */
    record DeadExportsJson(
            List<DeadExportJson> events, @Nullable String next) {}

    /** An export event that is no longer retried. */
    record DeadExportJson(
            @JsonUnwrapped Subject subject,
            Instant from,
            Instant to,
            int revision,
            @Nullable BigDecimal units,
            Instant createdAt,
            int attempts,
            @Nullable String error) {}

    /** The usage that an export event contains. */
    record Subject(String id, String exporter, String license, String customer, String meter) {}

    /** The number of events that are sent again. */
    record ReplayedJson(int replayed) {}

    /** Webhook messages that are no longer retried. */
    record DeadMessagesJson(List<DeadMessageJson> messages) {}

    /** A webhook message that is no longer retried. */
    record DeadMessageJson(
            String id,
            String endpoint,
            String topic,
            Instant createdAt,
            int attempts,
            @Nullable String error) {}
}
