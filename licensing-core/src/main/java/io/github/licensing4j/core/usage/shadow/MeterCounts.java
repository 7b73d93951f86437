package io.github.licensing4j.core.usage.shadow;

import io.github.licensing4j.admin.ShadowReport.MeterEffect;
import io.github.licensing4j.admin.WhatIfReport.Revenue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Adds up the charges of calls that differ, by meter. The meters are those of two catalogs. Safe for use by many threads. */
final class MeterCounts {
    private final Map<String, Sums> meters = new TreeMap<>();

    private static final class Sums {
        private long calls;
        private BigDecimal live = BigDecimal.ZERO;
        private BigDecimal draft = BigDecimal.ZERO;
        private final Map<String, BigDecimal> liveMoney = new TreeMap<>();
        private final Map<String, BigDecimal> draftMoney = new TreeMap<>();
    }

    /** Adds a call; one of the charges may be null where a catalog does not charge the meter. */
    synchronized void add(String meter, @Nullable ComparedCharge live, @Nullable ComparedCharge draft) {
        Sums sums = meters.computeIfAbsent(meter, absent -> new Sums());
        sums.calls++;
        if (live != null) {
            sums.live = sums.live.add(live.quantity());
            add(live, sums.liveMoney);
        }
        if (draft != null) {
            sums.draft = sums.draft.add(draft.quantity());
            add(draft, sums.draftMoney);
        }
    }

    private static void add(ComparedCharge charge, Map<String, BigDecimal> money) {
        if (charge.price() != null) {
            money.merge(
                    charge.price().currency().getCurrencyCode(), charge.price().amount(), BigDecimal::add);
        }
    }

    synchronized List<MeterEffect> effects() {
        return meters.entrySet().stream()
                .map(entry -> {
                    Sums sums = entry.getValue();
                    return new MeterEffect(entry.getKey(), sums.calls, sums.live, sums.draft, money(sums));
                })
                .toList();
    }

    private static List<Revenue> money(Sums sums) {
        Set<String> currencies = new TreeSet<>(sums.liveMoney.keySet());
        currencies.addAll(sums.draftMoney.keySet());
        return currencies.stream()
                .map(currency -> new Revenue(
                        currency,
                        sums.liveMoney.getOrDefault(currency, BigDecimal.ZERO),
                        sums.draftMoney.getOrDefault(currency, BigDecimal.ZERO)))
                .toList();
    }
}
