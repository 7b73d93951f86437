package io.github.licensing4j.core.usage.whatif;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.admin.WhatIfReport.ProblemKind;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.usage.whatif.ReplayedCharges.Charges;
import io.github.licensing4j.spi.CounterId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the problems that a draft has with one license. */
final class LicenseProblems {
    private final ReplayedLicense license;
    private final WhatIfProblems.OfLicense problems;

    LicenseProblems(ReplayedLicense license, WhatIfProblems.OfLicense problems) {
        this.license = license;
        this.problems = problems;
    }

    /** Adds why the draft does not define the charges or terms of the license. */
    void addUndefined(LicensingException cause) {
        if (cause instanceof UnknownNameException unknown && unknown.kind().equals("plan")) {
            problems.add(
                    ProblemKind.PLAN_MISSING,
                    unknown.name(),
                    "The draft does not define the plan; calls of its licenses would be refused.");
        } else {
            problems.add(
                    ProblemKind.TERMS_UNDEFINED,
                    license.license().pinned().plan().toString(),
                    "The draft does not define the terms of licenses of the plan, such as '" + license.id() + "': "
                            + cause.getMessage());
        }
    }

    /** Adds differences of limits that are not replayed exactly. */
    void addTerms() {
        LicensingException undefined = license.draft().undefined();
        if (undefined != null) {
            addUndefined(undefined);
        }
        Set<Terms> live = license.live().terms();
        Set<Limit> limits =
                live.stream().flatMap(terms -> terms.limits().stream()).collect(Collectors.toSet());
        Set<CounterId> counters =
                live.stream().flatMap(terms -> counters(terms).stream()).collect(Collectors.toSet());
        for (Terms terms : license.draft().terms()) {
            for (Limit limit : terms.limits()) {
                if (!limits.contains(limit)) {
                    add(limit, terms, counters);
                }
            }
        }
    }

    private void add(Limit limit, Terms terms, Set<CounterId> live) {
        String subject = terms.plan().id() + " " + limit.name();
        Optional<CounterId> counter = counter(limit, terms);
        if (!ReplayedTerms.isReplayed(limit, terms)) {
            problems.add(
                    ProblemKind.NOT_REPLAYED,
                    subject,
                    "The limit differs and is not replayed: hours of usage do not contain what its refusals depend on.");
        } else if (counter.isPresent() && !live.contains(counter.get())) {
            problems.add(
                    ProblemKind.LIMIT_COUNTS_ANEW,
                    subject,
                    "The limit has a counter of its own, so its use is added up from hours of usage; a limit that was"
                            + " renamed keeps its counter by 'was'.");
        }
    }

    private static List<CounterId> counters(Terms terms) {
        return terms.limits().stream()
                .flatMap(limit -> counter(limit, terms).stream())
                .toList();
    }

    private static Optional<CounterId> counter(Limit limit, Terms terms) {
        return Limit.select(List.of(limit), QuotaLimit.class).stream()
                .map(quota -> CounterId.ofQuota(quota, terms.counterName(quota)))
                .findFirst();
    }

    /** Adds differences of charges that cannot be compared by their amounts. */
    void addCharges(Charges live, Charges draft) {
        String plan = license.license().pinned().plan().toString();
        Set<String> before = live.amounts().keySet();
        Set<String> after = draft.amounts().keySet();
        if (!before.isEmpty() && !after.isEmpty() && !before.equals(after)) {
            problems.add(
                    ProblemKind.CURRENCY_CHANGED,
                    plan,
                    "Licenses would be charged in " + String.join(", ", after) + " instead of "
                            + String.join(", ", before) + "; amounts are not converted.");
        }
        if (!live.periods().isEmpty()
                && !draft.periods().isEmpty()
                && !live.periods().equals(draft.periods())) {
            problems.add(
                    ProblemKind.BILLING_PERIOD_CHANGED,
                    plan,
                    "Licenses would be charged for other billing periods; the amounts are those of whole periods that"
                            + " begin in the replayed time.");
        }
    }
}
