package io.github.licensing4j.servlet.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.licensing4j.RefusalCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The response bodies of the routes of figures over time. */
final class InsightResponses {
    private InsightResponses() {}

    /** The keys by which figures are grouped. */
    record InsightKeys(
            @Nullable Instant from,
            @Nullable String plan,
            @Nullable String customer,
            @Nullable String license,
            @Nullable String feature,
            @Nullable String endpoint,
            @Nullable String status) {}

    /** A page of usage. */
    record InsightUsageJson(
            List<InsightUsageRowJson> rows, @Nullable String next) {}

    /** The usage of a group. Units are smallestUnits if the scale of the meter is unknown. */
    record InsightUsageRowJson(
            @JsonUnwrapped InsightKeys keys,
            String meter,
            @Nullable BigDecimal units,
            @Nullable Long smallestUnits,
            long calls) {}

    /** A page of numbers of customers. */
    record InsightCustomersJson(
            List<InsightCustomersRowJson> rows, @Nullable String next) {}

    /** The number of customers and licenses with calls. */
    record InsightCustomersRowJson(
            @JsonUnwrapped InsightKeys keys, @Nullable String meter, long customers, long licenses) {}

    /** A page of revenue. Incomplete is the number of final invoices that it leaves out, because they cannot be read. */
    record InsightRevenueJson(
            List<InsightRevenueRowJson> rows, @Nullable String next, long incomplete) {}

    /** The amounts of final invoices. */
    record InsightRevenueRowJson(
            @JsonUnwrapped InsightKeys keys, @Nullable String currency, BigDecimal amount, long invoices) {}

    /** A page of numbers of refused calls. */
    record InsightRefusalsJson(
            List<InsightRefusalsRowJson> rows, @Nullable String next) {}

    /** The number of refused calls. */
    record InsightRefusalsRowJson(
            @JsonUnwrapped InsightKeys keys, @Nullable RefusalCode code, long refused, long observed) {}

    /** A page of latencies. */
    record InsightLatencyJson(
            List<InsightLatencyRowJson> rows, @Nullable String next) {}

    /** The time that granted calls took, in milliseconds. */
    record InsightLatencyRowJson(
            @JsonUnwrapped InsightKeys keys, long calls, BigDecimal mean, long p50, long p95, long p99) {}
}
