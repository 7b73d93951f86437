package io.github.licensing4j.admin;

import io.github.licensing4j.Page;
import io.github.licensing4j.RefusalCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a replay of stored usage under the live catalog and under a draft. Both are applied to the same usage in
 * the same way, so that a catalog compared with itself has no differences.
 *
 * @param period the replayed time and the compared catalogs
 * @param calls how many calls were replayed
 * @param granted how many of them each catalog grants
 * @param revenue the charges by currency, in the order of currencies
 * @param differences how many customers are decided or charged differently
 * @param customers those customers, the largest effect first: by money, then by refused calls
 * @param leftOut how many of them are on no page, because too many differ
 * @param problems why a part of the draft cannot be applied, or not be compared
 * @param notes what is exact and what is an estimate, one sentence each
 */
public record WhatIfReport(
        Period period,
        long calls,
        Calls granted,
        List<Revenue> revenue,
        long differences,
        Page<CustomerEffect> customers,
        long leftOut,
        List<Problem> problems,
        List<String> notes) {
    public WhatIfReport {
        revenue = List.copyOf(revenue);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /**
     * The replayed time and the compared catalogs.
     *
     * @param from the first instant, at the start of an hour
     * @param to the first instant after it
     * @param live the hash of the live catalog
     * @param draft the hash of the draft
     */
    public record Period(Instant from, Instant to, String live, String draft) {}

    /** Calls under the live catalog and under the draft. */
    public record Calls(long live, long draft) {}

    /**
     * Charges in one currency under the live catalog and under the draft.
     *
     * @param currency the ISO 4217 code
     * @param live the sum of the rounded lines of every invoice
     * @param draft likewise
     */
    public record Revenue(String currency, BigDecimal live, BigDecimal draft) {
        /** Returns the change of the draft; below 0 if it charges less. */
        public BigDecimal change() {
            return draft.subtract(live);
        }
    }

    /**
     * The effect on one customer.
     *
     * @param customer the customer
     * @param calls its replayed calls
     * @param refused how many of them each catalog refuses
     * @param revenue its charges by currency
     * @param refusals the refused calls by license and reason, the largest difference first
     * @param leftOut how many of these are left out
     */
    public record CustomerEffect(
            String customer, long calls, Calls refused, List<Revenue> revenue, List<Refusals> refusals, int leftOut) {
        public CustomerEffect {
            revenue = List.copyOf(revenue);
            refusals = List.copyOf(refusals);
        }
    }

    /**
     * Calls of one license that are refused for one reason.
     *
     * @param license the id of the license
     * @param code the code of the refusal
     * @param limit the name of the limit or of the features; null where the terms of the license are not defined
     * @param calls how many each catalog refuses
     * @param first the first hour in which the draft refuses one, null if it refuses none
     * @param precision how precise the numbers are
     */
    public record Refusals(
            String license,
            RefusalCode code,
            @Nullable String limit,
            Calls calls,
            @Nullable Instant first,
            Precision precision) {}

    /** The precision of a number of refused calls. */
    public enum Precision {
        /** Every one of these calls would be refused, and no other for this reason. */
        EXACT,
        /** Computed from the units and calls of whole hours. */
        ESTIMATE,
        /** At least as many: bursts shorter than an hour are not in the ledger. */
        AT_LEAST
    }

    /**
     * A part of the draft that cannot be applied or compared.
     *
     * @param kind the kind of problem
     * @param subject the plan, meter, limit or endpoint; empty if it is the draft as a whole
     * @param licenses how many licenses are affected, 0 if that does not depend on licenses
     * @param detail one sentence
     */
    public record Problem(ProblemKind kind, String subject, long licenses, String detail) {}

    /** The kinds of problems. */
    public enum ProblemKind {
        /** The draft would not be accepted in place of the live catalog. */
        REJECTED,
        /** Licenses use a plan that the draft does not define. */
        PLAN_MISSING,
        /** The draft does not define the terms of a license in another way. */
        TERMS_UNDEFINED,
        /** The draft does not define a meter that was used. */
        METER_MISSING,
        /** The draft counts a meter in another unit or scale. */
        METER_CHANGED,
        /** A limit of the draft has another counter: it was renamed without {@code was}, or counts otherwise. */
        LIMIT_COUNTS_ANEW,
        /** Calls of an endpoint are charged other units. */
        CHARGES_CHANGED,
        /** Licenses are charged in another currency. */
        CURRENCY_CHANGED,
        /** Licenses are charged for other billing periods. */
        BILLING_PERIOD_CHANGED,
        /** Limits that cannot be replayed: hours of usage do not contain what they depend on. */
        NOT_REPLAYED,
        /** Usage of licenses that are not stored, which is not replayed. */
        NOT_STORED
    }
}
