package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Overage;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the currencies of a license's prices. */
public final class Currencies {
    private Currencies() {}

    /**
     * Returns the codes of the currencies of a price and of the unit prices of limits, in their order; empty where
     * nothing has a price.
     */
    public static Set<String> of(List<Limit> limits, @Nullable Price price) {
        Set<String> currencies = new TreeSet<>();
        if (price != null) {
            currencies.add(price.amount().currency().getCurrencyCode());
        }
        for (QuotaLimit limit : Limit.select(limits, QuotaLimit.class)) {
            Overage overage = limit.overage();
            if (overage != null && overage.unitPrice() != null) {
                currencies.add(overage.unitPrice().currency().getCurrencyCode());
            }
        }
        return currencies;
    }
}
