package io.github.licensing4j.admin;

import io.github.licensing4j.License;
import io.github.licensing4j.Page;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Manages usage, credits, corrections, invoices and exports. Decimal numbers in requests and invoices are in the unit of
 * their meter, never its smallest unit.
 */
public interface UsageAdmin {
    /** Returns usage, up to date within a second. Units of the totals are in the meter's smallest unit. */
    Page<UsageTotal> usage(UsageFilter filter);

    /**
     * Returns usage of one license, up to date within a second. The present period of a license that is not stored is
     * that of its token.
     *
     * @param filter names the license
     * @param license the license of the caller
     */
    default Page<UsageTotal> usage(UsageFilter filter, License license) {
        return usage(filter);
    }

    /**
     * Corrects usage by an additional entry; existing entries are not edited. It counts wherever a call at its instant
     * would have counted: in each quota of the meter, those of the customer, of the named key and of the named user
     * included, and in the named credit grants.
     *
     * @throws InvalidFieldException if a key, user or grant that a limit needs is not named, or one is named that no
     *     limit needs
     * @throws NotFoundException if the license has no such key or grant
     * @throws ConflictException if it takes more from a key, user or grant than was counted
     */
    CorrectionView correct(String licenseId, CorrectionRequest request, AdminContext by);

    /** Returns the corrections of a license, oldest first. */
    Page<CorrectionView> corrections(String licenseId, @Nullable String cursor, int max);

    /** Returns every credit grant of a license, in the order in which they are consumed. */
    List<CreditGrantView> credits(String licenseId);

    /** Grants credits. */
    CreditGrantView grant(String licenseId, GrantRequest request, AdminContext by);

    /** Voids the remaining credits of a grant. */
    CreditGrantView voidGrant(String grantId, AdminContext by);

    /**
     * Returns the charges for a license. The invoice of a period that has ended is made final when it is first
     * requested, if it is not yet; later changes of the catalog, the license and its usage do not change it.
     *
     * @param within an instant in the billing period, null for the present one
     */
    Invoice invoice(String licenseId, @Nullable Instant within);

    /**
     * Returns the charges of a customer for the budgets that its licenses share. Of licenses on different terms the
     * largest amount and cap count, and the lowest unit price.
     *
     * @param within an instant in the calendar month in UTC, null for the present one
     * @throws NotFoundException if the customer has no stored license
     * @throws ConflictException if the unit prices of one budget are in several currencies
     */
    CustomerInvoice customerInvoice(String customer, @Nullable Instant within);

    /**
     * Returns the budgets that the licenses of a customer share, each once and on the terms that the customer is billed
     * by.
     *
     * @throws NotFoundException if the customer has no stored license
     */
    List<LimitOutlook> customerLimits(String customer);

    /**
     * Projects the quotas of a license to the end of their present periods, in the order of its limits. Quotas counted
     * for each key or user are left out. Default: none.
     */
    default List<LimitOutlook> outlook(String licenseId) {
        return List.of();
    }

    /**
     * Forecasts the quotas of a license to the end of their present periods, and its credits, in the order of its limits. Quotas
     * counted for each key or user are left out. Default: none.
     *
     * @throws NotFoundException if no such license is stored
     * @throws ConflictException if the catalog does not define its plan
     */
    default List<UsageForecast> forecasts(String licenseId) {
        return List.of();
    }

    /** Compares decisions, journal, ledger and exports. Takes a while on a long journal. */
    ReconciliationReport reconcile();

    /** Returns dead export events, which are no longer retried, oldest first. */
    Page<DeadExportView> deadExports(@Nullable String cursor, int max);

    /**
     * Sends dead export events again.
     *
     * @param ids which, empty for all
     * @return how many there were
     */
    int replayExports(List<String> ids, AdminContext by);

    /**
     * Selects the rows of a usage report.
     *
     * @param issuer whose licenses, null for the host's own
     * @param selection which usage of the licenses of that issuer
     * @param from the first instant, rounded down to the hour; null for the start of the billing period of the license at the
     *     end of the range, or of the month in UTC where no license is named
     * @param to the first instant after, rounded up to the hour; null for now
     * @param by what to keep apart
     * @param kind charged or observed
     * @param cursor where the page before ended, null for the first
     * @param max how many at most, 1 to 1,000
     */
    record UsageFilter(
            @Nullable String issuer,
            UsageSelection selection,
            @Nullable Instant from,
            @Nullable Instant to,
            Set<UsageDimension> by,
            UsageKind kind,
            @Nullable String cursor,
            int max) {
        public UsageFilter {
            by = Set.copyOf(by);
        }
    }

    /**
     * The content of a correction.
     *
     * @param meter the meter
     * @param units the units to add, in the unit of the meter; below 0 to subtract; not 0
     * @param at the instant whose hour and periods it counts in, not in the future; null for now
     * @param key the id of the API key that used the units, empty for calls without a key; required where a quota of
     *     the meter counts each key, else null
     * @param user the user who used the units, empty for users that are not known; required where a quota of the meter
     *     counts each user, else null
     * @param grants the ids of the credit grants that pay for the units: one for each credits limit of the meter that
     *     had a grant in force at that instant
     */
    record CorrectionRequest(
            String meter,
            BigDecimal units,
            @Nullable Instant at,
            @Nullable String key,
            @Nullable String user,
            List<String> grants) {
        public CorrectionRequest {
            grants = List.copyOf(grants);
        }

        /** Creates a correction without a key, a user or credits. */
        public CorrectionRequest(String meter, BigDecimal units, @Nullable Instant at) {
            this(meter, units, at, null, null, List.of());
        }
    }

    /**
     * Credits to grant.
     *
     * @param limit the name of a credits limit of the license's plan
     * @param amount units of the meter of that limit; above 0
     * @param priority the lowest is consumed first; 0 to 255, by default {@link CreditGrantView#FIRST}
     * @param effectiveAt the first instant at which it can be consumed, null for now
     * @param expiresAt the first instant at which it no longer can, null if it has no end
     */
    record GrantRequest(
            String limit,
            BigDecimal amount,
            int priority,
            @Nullable Instant effectiveAt,
            @Nullable Instant expiresAt) {}
}
