package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Page;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.admin.WhatIfReport;
import io.github.licensing4j.admin.WhatIfReport.Period;
import io.github.licensing4j.admin.WhatIfReport.ProblemKind;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.RuleComparison;
import io.github.licensing4j.core.usage.invoice.HeldSeats;
import io.github.licensing4j.core.usage.whatif.CallGroups;
import io.github.licensing4j.core.usage.whatif.CustomerEffects;
import io.github.licensing4j.core.usage.whatif.ReplayedCalls;
import io.github.licensing4j.core.usage.whatif.ReplayedCharges;
import io.github.licensing4j.core.usage.whatif.ReplayedCustomer;
import io.github.licensing4j.core.usage.whatif.ReplayedCustomer.StoredCustomer;
import io.github.licensing4j.core.usage.whatif.ReplayedLicense;
import io.github.licensing4j.core.usage.whatif.ReplayedPeriod;
import io.github.licensing4j.core.usage.whatif.WhatIfComparison;
import io.github.licensing4j.core.usage.whatif.WhatIfProblems;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** One replay of stored usage under a draft of the catalog and under the live one. Used once, by one thread. */
final class WhatIfRun {
    private final WhatIfReader reader;
    private final ReplayedPeriod period;
    private final Catalog live;
    private final Catalog draft;
    private final Instant now;
    private final RuleComparison rules;
    private final WhatIfProblems problems = new WhatIfProblems();
    private final WhatIfComparison comparison;
    private final Set<String> meters = new TreeSet<>();

    /**
     * The catalogs to compare.
     *
     * @param scales the decimal places of a meter that was counted
     */
    record Compared(Catalog live, Catalog draft, ToIntFunction<String> scales) {
        private int scale(String meter) {
            Meter drafted = draft.meters().get(meter);
            try {
                return scales.applyAsInt(meter);
            } catch (LicensingException e) {
                // Nothing was counted of a meter that the draft adds.
                return drafted == null ? 0 : drafted.scale();
            }
        }
    }

    WhatIfRun(WhatIfReader reader, ReplayedPeriod period, Compared compared, Instant now) {
        this.reader = reader;
        this.period = period;
        this.live = compared.live;
        this.draft = compared.draft;
        this.now = now;
        this.rules = live.compareRules(draft);
        ReplayedCharges.Seats seats = Stream.of(live, draft).anyMatch(WhatIfRun::hasSeats)
                ? reader::seats
                : (license, window) -> HeldSeats.none(now);
        this.comparison =
                new WhatIfComparison(live, draft, new ReplayedCharges(period, compared::scale, seats), problems);
    }

    private static boolean hasSeats(Catalog catalog) {
        return catalog.summary().plans().stream()
                .anyMatch(plan -> !Limit.select(plan.limits(), SeatsLimit.class).isEmpty());
    }

    /** Adds why the draft would not be accepted in place of the live catalog. */
    void rejected(String cause) {
        problems.add(ProblemKind.REJECTED, "", "The draft would not be accepted: " + cause);
    }

    /** Returns the report, with all customers on one page. */
    WhatIfReport run() {
        reader.forEachBatch(period.countersFrom(live, draft, now), this::replay);
        addMeters();
        for (String rule : rules.rules()) {
            problems.add(
                    ProblemKind.CHARGES_CHANGED,
                    rule,
                    "Calls are charged other units; their usage is computed again from the calls of whole hours.");
        }
        long others = reader.calls(period) - comparison.calls();
        if (others > 0) {
            problems.add(
                    ProblemKind.NOT_STORED,
                    "",
                    others + " calls are of licenses that are not stored; they are not replayed.");
        }
        CustomerEffects effects = comparison.effects();
        return new WhatIfReport(
                new Period(
                        period.from(),
                        period.to(),
                        live.summary().hash(),
                        draft.summary().hash()),
                comparison.calls(),
                comparison.granted(),
                comparison.revenue(),
                effects.differences(),
                new Page<>(effects.list(), null),
                Math.max(0, effects.differences() - CustomerEffects.MOST),
                problems.list(),
                notes());
    }

    private void replay(List<StoredCustomer> batch) {
        List<ReplayedCustomer> customers = new ArrayList<>();
        Map<String, ReplayedLicense> licenses = new HashMap<>();
        for (StoredCustomer stored : batch) {
            ReplayedCustomer customer = new ReplayedCustomer(stored, live, draft, rules);
            customers.add(customer);
            customer.licenses().forEach(license -> licenses.put(license.id(), license));
        }
        CallGroups groups = new CallGroups(calls -> {
            ReplayedLicense license = licenses.get(calls.license());
            if (license != null) {
                license.replay(calls, rules, period);
                meters.addAll(calls.units().keySet());
            }
        });
        reader.forEachTotal(period.read(live, draft, now), ReplayedCalls.KEYS, groups::add);
        groups.end();
        customers.forEach(customer -> comparison.add(customer, now));
    }

    private void addMeters() {
        for (String name : meters) {
            Meter present = live.meters().get(name);
            Meter other = draft.meters().get(name);
            if (other == null && present != null) {
                problems.add(
                        ProblemKind.METER_MISSING,
                        name,
                        "The draft does not define the meter; its usage is not limited or charged.");
            } else if (present != null
                    && other != null
                    && (present.scale() != other.scale() || !present.unit().equals(other.unit()))) {
                problems.add(
                        ProblemKind.METER_CHANGED,
                        name,
                        "The draft counts the meter in another unit or scale; amounts of it cannot be compared.");
            }
        }
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>(List.of(
                "Charges are computed as invoices are, each catalog as if it had been in force all the time; terms"
                        + " before a change of plan stay those that were stored with the change.",
                "Charges are those of every billing period that begins in the replayed time, or of the one in which it"
                        + " begins if there is no other.",
                "Calls that were refused are not in the ledger, so none of them is granted by the draft.",
                "Refusals by quotas are computed from whole hours, in each of which all calls to an endpoint count as"
                        + " equal; refusals by rates are at least the reported ones.",
                "Scopes, roles, conditions, credits, concurrency and seats refuse no replayed call."));
        if (comparison.open() > 0) {
            notes.add(comparison.open() + " billing periods are not over; their usage up to " + now + " is charged.");
        }
        if (problems.leftOut() > 0) {
            notes.add(problems.leftOut() + " further problems are left out.");
        }
        return notes;
    }
}
