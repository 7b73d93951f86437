package io.github.licensing4j.core.usage.whatif;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.WhatIfReport.Calls;
import io.github.licensing4j.admin.WhatIfReport.CustomerEffect;
import io.github.licensing4j.admin.WhatIfReport.Refusals;
import io.github.licensing4j.admin.WhatIfReport.Revenue;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.usage.whatif.LicenseReplay.Reason;
import io.github.licensing4j.core.usage.whatif.LicenseReplay.Refused;
import io.github.licensing4j.core.usage.whatif.ReplayedCharges.Charges;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.StoreException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Adds up what a replay of customers found under two catalogs. For one thread. */
public final class WhatIfComparison {
    private static final int MOST_REFUSALS = 20;

    private final Catalog live;
    private final Catalog draft;
    private final ReplayedCharges charges;
    private final WhatIfProblems problems;
    private final CustomerEffects effects = new CustomerEffects();
    private final Map<String, BigDecimal> liveRevenue = new TreeMap<>();
    private final Map<String, BigDecimal> draftRevenue = new TreeMap<>();
    private long calls;
    private long liveRefused;
    private long draftRefused;
    private long open;

    public WhatIfComparison(Catalog live, Catalog draft, ReplayedCharges charges, WhatIfProblems problems) {
        this.live = live;
        this.draft = draft;
        this.charges = charges;
        this.problems = problems;
    }

    /** Adds a customer whose calls were replayed. */
    public void add(ReplayedCustomer customer, Instant now) {
        Map<String, BigDecimal> before = new TreeMap<>();
        Map<String, BigDecimal> after = new TreeMap<>();
        for (ReplayedLicense license : customer.licenses()) {
            LicenseProblems found = new LicenseProblems(license, problems.license());
            Charges present = charges(() -> charges.of(license, live, license.liveCounters()), null);
            Charges other = charges(() -> charges.of(license, draft, license.draftCounters()), found);
            present.addTo(before);
            other.addTo(after);
            found.addTerms();
            found.addCharges(present, other);
            open += present.periods().stream()
                    .filter(one -> one.to().isAfter(now))
                    .count();
            calls += license.calls();
            liveRefused += license.refused().live();
            draftRefused += license.refused().draft();
        }
        shared(customer, live, customer.liveCounters()).addTo(before);
        shared(customer, draft, customer.draftCounters()).addTo(after);
        before.forEach((currency, amount) -> liveRevenue.merge(currency, amount, BigDecimal::add));
        after.forEach((currency, amount) -> draftRevenue.merge(currency, amount, BigDecimal::add));
        effects.add(effect(customer, revenue(before, after)));
    }

    private Charges shared(ReplayedCustomer customer, Catalog catalog, List<CounterIncrement> counters) {
        return charges(() -> charges.ofCustomer(customer, catalog, counters), null);
    }

    private interface Computation {
        Charges run();
    }

    /** Returns no charges where the catalog does not define them, which is a problem of the draft alone. */
    private static Charges charges(Computation computation, @Nullable LicenseProblems found) {
        try {
            return computation.run();
        } catch (StoreException e) {
            throw e;
        } catch (LicensingException e) {
            if (found != null) {
                found.addUndefined(e);
            }
            return Charges.NONE;
        }
    }

    private static List<Revenue> revenue(Map<String, BigDecimal> before, Map<String, BigDecimal> after) {
        Set<String> currencies = new TreeSet<>(before.keySet());
        currencies.addAll(after.keySet());
        return currencies.stream()
                .map(currency -> new Revenue(
                        currency,
                        before.getOrDefault(currency, BigDecimal.ZERO),
                        after.getOrDefault(currency, BigDecimal.ZERO)))
                .toList();
    }

    private static CustomerEffect effect(ReplayedCustomer customer, List<Revenue> revenue) {
        long calls = 0;
        long before = 0;
        long after = 0;
        List<Refusals> refusals = new ArrayList<>();
        for (ReplayedLicense license : customer.licenses()) {
            calls += license.calls();
            before += license.refused().live();
            after += license.refused().draft();
            refusals.addAll(refusals(license));
        }
        refusals.sort(Comparator.comparing((Refusals one) ->
                        Math.abs(one.calls().draft() - one.calls().live()))
                .reversed());
        List<Refusals> shown = refusals.subList(0, Math.min(MOST_REFUSALS, refusals.size()));
        return new CustomerEffect(
                customer.name(), calls, new Calls(before, after), revenue, shown, refusals.size() - shown.size());
    }

    private static List<Refusals> refusals(ReplayedLicense license) {
        Map<Reason, Refused> before = license.live().refused();
        Map<Reason, Refused> after = license.draft().refused();
        Set<Reason> reasons = new HashSet<>(before.keySet());
        reasons.addAll(after.keySet());
        return reasons.stream()
                .map(reason -> {
                    Refused present = before.get(reason);
                    Refused other = after.get(reason);
                    return new Refusals(
                            license.id(),
                            reason.code(),
                            reason.name(),
                            new Calls(present == null ? 0 : present.calls(), other == null ? 0 : other.calls()),
                            other == null ? null : Instant.ofEpochMilli(other.firstMillis()),
                            reason.precision());
                })
                .toList();
    }

    /** Returns the number of replayed calls. */
    public long calls() {
        return calls;
    }

    /** Returns how many calls each catalog grants. */
    public Calls granted() {
        return new Calls(calls - liveRefused, calls - draftRefused);
    }

    /** Returns how many billing periods of the live catalog are not over. */
    public long open() {
        return open;
    }

    public List<Revenue> revenue() {
        return revenue(liveRevenue, draftRevenue);
    }

    public CustomerEffects effects() {
        return effects;
    }
}
