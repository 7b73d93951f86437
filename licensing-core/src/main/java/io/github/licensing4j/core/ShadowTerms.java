package io.github.licensing4j.core;

import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.LicenseAccess;
import io.github.licensing4j.core.license.LicenseAccess.Active;
import io.github.licensing4j.core.license.LicenseAccess.Denied;
import io.github.licensing4j.core.license.LicenseEvaluation;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.limit.LimitAccount;
import io.github.licensing4j.core.limit.LimitSet;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.core.limit.Proration;
import io.github.licensing4j.core.usage.shadow.ShadowTally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The terms that a caller has under a shadow catalog, made once for a credential until something they depend on changes.
 *
 * @param comparison the comparison with the catalog
 * @param evaluation the live evaluation that they belong to
 * @param untilMillis the first epoch millisecond at which others may hold
 * @param denied why the license would not be in force, null if it would
 * @param active the terms, null if it would not
 * @param isAlike whether limits, counters and features are those of the live catalog
 * @param limits the limits that are compared
 * @param unstored the names of those whose counters no store keeps
 * @param account the counters of the license
 */
record ShadowTerms(
        ShadowComparison comparison,
        LicenseEvaluation evaluation,
        long untilMillis,
        @Nullable RefusalCode denied,
        @Nullable Terms active,
        boolean isAlike,
        LimitSet limits,
        Set<String> unstored,
        LimitAccount account) {

    @SuppressWarnings("ReferenceEquality") // Both are made anew where something changes.
    boolean isOf(ShadowComparison other, LicenseEvaluation live, long nowMillis) {
        return comparison == other && evaluation == live && nowMillis < untilMillis;
    }

    /** Makes the terms of callers. */
    record Maker(ShadowComparison comparison, Catalog draft, Limits limits, ShadowTally tally) {

        ShadowTerms of(LicensedCaller caller, long nowMillis) {
            Instant now = Instant.ofEpochMilli(nowMillis);
            LicenseEvaluation drafted = LicenseEvaluator.evaluate(
                    caller.verified(), caller.evaluation().stored(), draft, now);
            LicenseAccess access = drafted.licenseAccess();
            if (!(access instanceof Active active)) {
                return denied(caller, drafted, ((Denied) access).code());
            }
            Proration amounts = Proration.of(active, nowMillis);
            Proration compared = caller.throttles().addedTo(compared(amounts, caller, active));
            return new ShadowTerms(
                    comparison,
                    caller.evaluation(),
                    Math.min(drafted.untilMillis(), amounts.untilMillis()),
                    null,
                    active.terms(),
                    isAlike(caller, active, now),
                    limits.limitSet(compared, caller.throttles().naming(active.terms())),
                    unstored(compared),
                    limits.account(caller.inForce().id()));
        }

        private ShadowTerms denied(LicensedCaller caller, LicenseEvaluation drafted, RefusalCode code) {
            return new ShadowTerms(
                    comparison,
                    caller.evaluation(),
                    drafted.untilMillis(),
                    code,
                    null,
                    false,
                    limits.limitSet(List.of(), caller.terms()),
                    Set.of(),
                    limits.account(caller.inForce().id()));
        }

        private static Set<String> unstored(Proration compared) {
            return compared.limits().stream()
                    .filter(limit -> limit.kind() == Limit.Kind.RATE || limit.kind() == Limit.Kind.CONCURRENCY)
                    .map(Limit::name)
                    .collect(Collectors.toUnmodifiableSet());
        }

        /** Returns whether every call is counted as under the live catalog, if it is charged alike. */
        private static boolean isAlike(LicensedCaller caller, Active drafted, Instant now) {
            LicenseAccess access = LicenseEvaluator.evaluate(
                            caller.verified(), caller.evaluation().stored(), caller.catalog(), now)
                    .licenseAccess();
            return access instanceof Active live
                    && Proration.of(live, now.toEpochMilli()).equals(Proration.of(drafted, now.toEpochMilli()))
                    && live.terms().features().equals(drafted.terms().features())
                    && live.terms().conditions().equals(drafted.terms().conditions())
                    && drafted.terms().limits().stream().allMatch(limit -> isSameCounter(limit, live, drafted));
        }

        private static boolean isSameCounter(Limit limit, Active live, Active drafted) {
            return live.terms().counterName(limit).equals(drafted.terms().counterName(limit))
                    && Objects.equals(live.terms().start(limit), drafted.terms().start(limit));
        }

        private Proration compared(Proration amounts, LicensedCaller caller, Active active) {
            List<Limit> compared = new ArrayList<>();
            for (Limit limit : amounts.limits()) {
                if (isCompared(limit, caller)) {
                    compared.add(limit);
                } else {
                    tally.leavesOut(active.terms().plan().id() + " " + limit.name());
                }
            }
            return new Proration(List.copyOf(compared), amounts.amountsBefore(), amounts.untilMillis());
        }

        /** Returns whether what a limit counts is known: seats, and keys or users of live callers, are only where a live limit has them. */
        private static boolean isCompared(Limit limit, LicensedCaller caller) {
            return switch (limit.kind()) {
                case RATE, CONCURRENCY -> true;
                case QUOTA -> isCounted(((QuotaLimit) limit).of(), caller);
                case CREDITS ->
                    caller.terms().limits().stream()
                            .anyMatch(live -> live.kind() == limit.kind()
                                    && live.name().equals(limit.name())
                                    && Objects.equals(live.meter(), limit.meter()));
                case SEATS -> false;
            };
        }

        private static boolean isCounted(QuotaLimit.Scope of, LicensedCaller caller) {
            return switch (of) {
                case CUSTOMER, LICENSE -> true;
                case KEY, USER -> caller.limits().counts(of);
            };
        }
    }
}
