package io.github.licensing4j.core.usage.whatif;

import io.github.licensing4j.admin.WhatIfReport.CustomerEffect;
import io.github.licensing4j.admin.WhatIfReport.Revenue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the customers on which a draft has the largest effects. Bounded. For one thread. */
public final class CustomerEffects {
    /** The number of customers that are kept. */
    public static final int MOST = 10_000;

    /** The smallest effect first. */
    private static final Comparator<CustomerEffect> ORDER = Comparator.comparing(CustomerEffects::money)
            .thenComparing(effect ->
                    Math.abs(effect.refused().draft() - effect.refused().live()))
            .thenComparing(CustomerEffect::customer, Comparator.reverseOrder());

    private final PriorityQueue<CustomerEffect> largest = new PriorityQueue<>(ORDER);
    private long differences;

    private static BigDecimal money(CustomerEffect effect) {
        return effect.revenue().stream()
                .map(Revenue::change)
                .map(BigDecimal::abs)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Adds a customer if the draft has an effect on it. */
    void add(CustomerEffect effect) {
        if (money(effect).signum() == 0
                && effect.refused().live() == effect.refused().draft()) {
            return;
        }
        differences++;
        largest.add(effect);
        if (largest.size() > MOST) {
            largest.remove();
        }
    }

    /** Returns how many customers were added. */
    public long differences() {
        return differences;
    }

    /** Returns the kept customers, the largest effect first. */
    public List<CustomerEffect> list() {
        List<CustomerEffect> all = new ArrayList<>(largest);
        all.sort(ORDER.reversed());
        return all;
    }
}
