package io.github.licensing4j.core.usage.whatif;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.admin.WhatIfReport.Precision;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.usage.whatif.ReplayedTerms.Quota;
import io.github.licensing4j.spi.QuotaClaim.Carry;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Replays the calls of one license under one catalog, hour by hour: which of them its features, rates and quotas grant. Of
 * the calls of an hour to one endpoint, all cost the same. For one thread.
 */
public final class LicenseReplay {
    private final LicenseTerms terms;
    private final CountedUsage own;
    private final CountedUsage shared;
    private final Seen seen = new Seen();
    private final Map<Reason, Refused> refused = new LinkedHashMap<>();
    private final Map<RateLimit, CounterReplay> rates = new HashMap<>();
    private long rateHour = Long.MIN_VALUE;

    /**
     * A reason of refusals.
     *
     * @param name the limit, or the features; null where the terms are not defined
     */
    public record Reason(RefusalCode code, @Nullable String name, Precision precision) {}

    /** Refused calls, with the first epoch millisecond of the first hour that has one. */
    public record Refused(long calls, long firstMillis) {}

    /** The terms that the license had. */
    private static final class Seen implements LicenseTerms.TermsListener {
        private final Set<Terms> terms = new LinkedHashSet<>();
        private @Nullable LicensingException undefined;

        @Override
        public void inForce(Terms found) {
            terms.add(found);
        }

        @Override
        public void undefined(LicensingException cause) {
            undefined = cause;
        }
    }

    /** The limit that grants the fewest of some calls. */
    private record Granting(long calls, @Nullable Reason by) {
        Granting or(long fitting, Reason reason) {
            return fitting < calls ? new Granting(fitting, reason) : this;
        }
    }

    /**
     * @param own the counters of the license
     * @param shared the counters of its customer
     */
    LicenseReplay(ReplayedLicense.Stored stored, Catalog catalog, CountedUsage own, CountedUsage shared) {
        this.terms = new LicenseTerms(stored.license(), stored.past(), catalog, seen);
        this.own = own;
        this.shared = shared;
    }

    /** Returns whether the license has all features that calls required; if not, one of them sufficed for the call. */
    boolean hasAllFeatures(ReplayedCalls calls) {
        ReplayedTerms found = terms.at(calls.hourMillis());
        return found == null || found.features().containsAll(calls.features());
    }

    /**
     * Counts calls, and returns how many of them are granted.
     *
     * @param any whether one of the required features suffices
     * @param isCounted whether refused calls are to be reported
     */
    long replay(ReplayedCalls calls, boolean any, boolean isCounted) {
        ReplayedTerms before = terms.at(calls.hourMillis());
        boolean isJudged = calls.calls() > 0 && !terms.changesBefore(calls.endMillis());
        ReplayedTerms found = isJudged ? before : terms.at(calls.endMillis() - 1);
        Granting granting = new Granting(calls.calls(), null);
        if (found == null) {
            granting = granting.or(0, new Reason(RefusalCode.CREDENTIAL_INVALID, null, Precision.EXACT));
        } else if (isJudged) {
            granting = granting(found, calls, any);
        }
        if (found != null) {
            count(found, calls, granting.calls);
        }
        if (isCounted && granting.by != null) {
            Refused more = new Refused(calls.calls() - granting.calls, calls.hourMillis());
            refused.merge(granting.by, more, (one, other) -> new Refused(one.calls + other.calls, one.firstMillis));
        }
        return granting.calls;
    }

    private Granting granting(ReplayedTerms found, ReplayedCalls calls, boolean any) {
        Granting granting = new Granting(calls.calls(), null);
        Set<String> required = new TreeSet<>(calls.features());
        Set<String> missing = new TreeSet<>(required);
        missing.removeAll(found.features());
        if (any ? missing.size() == required.size() && !required.isEmpty() : !missing.isEmpty()) {
            return granting.or(
                    0, new Reason(RefusalCode.FEATURE_NOT_LICENSED, String.join(",", missing), Precision.EXACT));
        }
        for (RateLimit rate : found.rates()) {
            granting = granting.or(
                    rate(rate, calls).fits(allowed(rate), calls.calls(), calls.calls()),
                    new Reason(RefusalCode.RATE_LIMITED, rate.name(), Precision.AT_LEAST));
        }
        for (Quota quota : found.quotas()) {
            Long units = calls.units().get(quota.limit().meter());
            if (units != null) {
                QuotaWindow window = quota.window(calls.hourMillis());
                long fitting = counter(quota, window).fits(ceiling(quota, window), units, calls.calls());
                granting = granting.or(
                        fitting,
                        new Reason(RefusalCode.QUOTA_EXHAUSTED, quota.limit().name(), Precision.ESTIMATE));
            }
        }
        return granting;
    }

    private void count(ReplayedTerms found, ReplayedCalls calls, long granted) {
        for (RateLimit rate : found.rates()) {
            rate(rate, calls).count(calls.calls(), calls.calls(), granted);
        }
        for (Quota quota : found.quotas()) {
            Long units = calls.units().get(quota.limit().meter());
            if (units != null) {
                counter(quota, quota.window(calls.hourMillis())).count(units, calls.calls(), granted);
            }
        }
    }

    private CounterReplay counter(Quota quota, QuotaWindow window) {
        return (quota.counter().scope() == Scope.CUSTOMER ? shared : own).in(quota.counter(), window);
    }

    private long ceiling(Quota quota, QuotaWindow window) {
        Carry carry = quota.carry(window);
        return quota.limit().ceiling()
                + (carry == null ? 0 : carry.units(counter(quota, carry.from()).usedForCarry()));
    }

    private CounterReplay rate(RateLimit rate, ReplayedCalls calls) {
        if (rateHour != calls.hourMillis()) {
            rates.clear();
            rateHour = calls.hourMillis();
        }
        return rates.computeIfAbsent(rate, limit -> new CounterReplay(CounterReplay.UNKNOWN));
    }

    /** Returns the most calls that a rate limit can grant within an hour: a full burst, and what is refilled meanwhile. */
    private static long allowed(RateLimit rate) {
        return rate.bands().stream()
                .mapToLong(band -> {
                    double refilled = (double) band.permits()
                            * ReplayedCalls.HOUR
                            / Math.max(1, band.per().toMillis());
                    return refilled > 1e18 ? Long.MAX_VALUE / 2 : band.burst() + (long) refilled;
                })
                .min()
                .orElse(Long.MAX_VALUE / 2);
    }

    /** Returns the refused calls by reason. */
    public Map<Reason, Refused> refused() {
        return refused;
    }

    /** Returns the different terms that the license had while it was replayed. */
    public Set<Terms> terms() {
        return seen.terms;
    }

    /** Returns why the catalog does not define some terms of the license, null if it defines all. */
    public @Nullable LicensingException undefined() {
        return seen.undefined;
    }
}
