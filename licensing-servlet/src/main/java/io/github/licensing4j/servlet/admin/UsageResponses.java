package io.github.licensing4j.servlet.admin;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonFormat.Feature;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.Invoice;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The response bodies of the routes of usage, corrections, credits and invoices. */
final class UsageResponses {
    private UsageResponses() {}

    /** A page of rows of usage. */
    record UsageJson(List<UsageRowJson> rows, @Nullable String next) {}

    /** A row of usage. Units are smallestUnits if the scale of the meter is unknown. */
    record UsageRowJson(
            @JsonUnwrapped Keys keys,
            String meter,
            @Nullable BigDecimal units,
            @Nullable Long smallestUnits,
            long calls) {}

    /** The keys by which usage is grouped. */
    record Keys(
            @Nullable String from,
            @Nullable String feature,
            @Nullable String endpoint,
            @Nullable String status,
            @Nullable String license,
            @Nullable String customer,
            @Nullable String plan) {}

    /** A correction of recorded usage. */
    record CorrectionJson(
            @JsonUnwrapped Subject subject,
            @Nullable BigDecimal units,
            Instant at,
            @Nullable String key,
            @Nullable String user,

            @JsonFormat(with = Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED) @JsonInclude(NON_EMPTY)
            List<String> grant,

            Instant createdAt,
            String actor,
            @Nullable String reason) {}

    /** The usage that a correction changes. */
    record Subject(String id, String license, String customer, PlanId plan, String meter) {}

    /** A page of corrections. */
    record CorrectionsJson(
            List<CorrectionJson> corrections, @Nullable String next) {}

    /** Prepaid units. */
    record CreditJson(
            String id,
            String license,
            String limit,
            @Nullable String meter,
            @Nullable BigDecimal amount,
            @Nullable BigDecimal consumed,
            int priority,
            @JsonUnwrapped Validity validity) {}

    /** The period in which a credit can be consumed. */
    record Validity(
            Instant createdAt,
            Instant effectiveAt,
            @Nullable Instant expiresAt,
            @Nullable Instant voidedAt) {}

    /** The credits of a license. */
    record CreditsJson(List<CreditJson> credits) {}

    /** An invoice of a license. */
    record InvoiceJson(
            String license,
            String customer,
            Instant from,
            Instant to,
            @JsonUnwrapped Lines lines,
            @Nullable Instant closedAt) {}

    /** An invoice of what a customer's licenses share. */
    record CustomerInvoiceJson(
            String customer,
            Instant from,
            Instant to,
            @JsonUnwrapped Lines lines,
            @Nullable Instant closedAt) {}

    /** An invoice of a license, with that of its customer if its licenses share budgets. */
    record OwnInvoiceJson(
            @JsonUnwrapped InvoiceJson invoice, @Nullable CustomerInvoiceJson customerInvoice) {}

    /** The lines of an invoice and their sum. */
    record Lines(@Nullable Currency currency, List<InvoiceLineJson> lines, BigDecimal total, List<String> notes) {}

    /** A line of an invoice. */
    record InvoiceLineJson(
            Invoice.Kind kind,
            String description,
            BigDecimal quantity,
            @Nullable BigDecimal unitPrice,
            BigDecimal amount) {}
}
