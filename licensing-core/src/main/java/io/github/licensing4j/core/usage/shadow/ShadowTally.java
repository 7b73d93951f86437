package io.github.licensing4j.core.usage.shadow;

import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.admin.ShadowReport;
import io.github.licensing4j.admin.ShadowReport.Calls;
import io.github.licensing4j.admin.ShadowReport.Candidate;
import io.github.licensing4j.core.usage.shadow.EffectCounts.Difference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts how the calls of a node differ under one shadow catalog. Bounded. Safe for use by many threads. */
public final class ShadowTally {
    private static final int MOST_LIMITS = 100;

    private final LongAdder compared = new LongAdder();
    private final LongAdder differing = new LongAdder();
    private final LongAdder charged = new LongAdder();
    private final LongAdder notCompared = new LongAdder();
    private final Map<RefusalCode, LongAdder> wouldRefuse = new ConcurrentHashMap<>();
    private final Map<RefusalCode, LongAdder> wouldGrant = new ConcurrentHashMap<>();
    private final Map<RefusalCode, LongAdder> refusedOtherwise = new ConcurrentHashMap<>();
    private final MeterCounts meters = new MeterCounts();
    private final EffectCounts customers = new EffectCounts();
    private final EffectCounts endpoints = new EffectCounts();
    private final Set<String> leftOut = ConcurrentHashMap.newKeySet();

    /** Counts a call that could not be compared. */
    public void notCompared() {
        notCompared.increment();
    }

    /** Notes that a limit of the shadow catalog is not compared. */
    public void leavesOut(String limit) {
        if (leftOut.size() < MOST_LIMITS) {
            leftOut.add(limit);
        }
    }

    /** Counts the decisions on a call. */
    public void decided(ComparedDecision decision) {
        compared.increment();
        RefusalCode live = decision.live();
        RefusalCode draft = decision.draft();
        if (live == draft) {
            return;
        }
        differing.increment();
        if (live == null && draft != null) {
            count(wouldRefuse, draft, decision, Difference.WOULD_REFUSE);
        } else if (live != null && draft == null) {
            count(wouldGrant, live, decision, Difference.WOULD_GRANT);
        } else if (draft != null) {
            count(refusedOtherwise, draft, decision, Difference.REFUSED_OTHERWISE);
        }
    }

    private void count(
            Map<RefusalCode, LongAdder> codes, RefusalCode code, ComparedDecision decision, Difference difference) {
        codes.computeIfAbsent(code, absent -> new LongAdder()).increment();
        customers.add(decision.customer(), difference);
        endpoints.add(decision.endpoint(), difference);
    }

    /**
     * Counts the charges of a call that both catalogs grant.
     *
     * @param live by meter
     * @param draft likewise
     */
    public void charged(
            ComparedDecision decision, Map<String, ComparedCharge> live, Map<String, ComparedCharge> draft) {
        Set<String> names = new TreeSet<>(live.keySet());
        names.addAll(draft.keySet());
        boolean differs = false;
        for (String name : names) {
            ComparedCharge one = live.get(name);
            ComparedCharge other = draft.get(name);
            if (!isAlike(one, other)) {
                meters.add(name, one, other);
                differs = true;
            }
        }
        if (differs) {
            differing.increment();
            charged.increment();
            customers.add(decision.customer(), Difference.CHARGED_DIFFERENTLY);
            endpoints.add(decision.endpoint(), Difference.CHARGED_DIFFERENTLY);
        }
    }

    private static boolean isAlike(@Nullable ComparedCharge one, @Nullable ComparedCharge other) {
        if (one != null && other != null) {
            return one.isAs(other);
        }
        ComparedCharge only = one == null ? other : one;
        return only == null || only.units() == 0;
    }

    /**
     * Returns the report.
     *
     * @param notes what else the comparison leaves out
     */
    public ShadowReport report(@Nullable Candidate candidate, @Nullable String problem, List<String> notes) {
        List<String> all = new ArrayList<>(notes);
        if (!leftOut.isEmpty()) {
            all.add("Limits that are not compared: " + String.join(", ", new TreeSet<>(leftOut)) + ".");
        }
        return new ShadowReport(
                candidate,
                new Calls(compared.sum(), differing.sum(), charged.sum(), notCompared.sum()),
                sums(wouldRefuse),
                sums(wouldGrant),
                sums(refusedOtherwise),
                meters.effects(),
                customers.effects(),
                endpoints.effects(),
                problem,
                all);
    }

    private static Map<RefusalCode, Long> sums(Map<RefusalCode, LongAdder> counts) {
        Map<RefusalCode, Long> sums = new EnumMap<>(RefusalCode.class);
        counts.forEach((code, count) -> sums.put(code, count.sum()));
        return sums;
    }
}
