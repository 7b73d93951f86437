package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Limit;
import io.github.licensing4j.Money;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Overage;
import io.github.licensing4j.SeatsLimit;
import java.util.ArrayList;
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
        ofUnits(limits).forEach(unit -> currencies.add(unit.price().currency().getCurrencyCode()));
        return currencies;
    }

    /**
     * The price of a unit or a seat.
     *
     * @param limit the name of the limit that has it
     */
    record UnitPrice(String limit, Money price) {}

    /** Returns the prices of units of quotas, and of seats. */
    static List<UnitPrice> ofUnits(List<Limit> limits) {
        List<UnitPrice> prices = new ArrayList<>();
        for (QuotaLimit limit : Limit.select(limits, QuotaLimit.class)) {
            Overage overage = limit.overage();
            if (overage != null && overage.unitPrice() != null) {
                prices.add(new UnitPrice(limit.name(), overage.unitPrice()));
            }
        }
        for (SeatsLimit limit : Limit.select(limits, SeatsLimit.class)) {
            if (limit.unitPrice() != null) {
                prices.add(new UnitPrice(limit.name(), limit.unitPrice()));
            }
        }
        return prices;
    }
}
