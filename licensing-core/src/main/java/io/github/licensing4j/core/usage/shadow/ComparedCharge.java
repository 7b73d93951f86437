package io.github.licensing4j.core.usage.shadow;

import io.github.licensing4j.Meter;
import io.github.licensing4j.Money;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The charge of one call on one meter under one catalog.
 *
 * @param meter the meter as the catalog defines it
 * @param units in its smallest unit
 * @param price the price of its units beyond the amounts of quotas, null if they cost nothing
 */
public record ComparedCharge(
        Meter meter, long units, @Nullable Money price) {

    BigDecimal quantity() {
        return meter.units(units);
    }

    /** Returns whether another charge is of as many units at the same price. */
    boolean isAs(ComparedCharge other) {
        return quantity().compareTo(other.quantity()) == 0 && isPricedAs(other);
    }

    private boolean isPricedAs(ComparedCharge other) {
        return (price == null || other.price == null)
                ? Objects.equals(price, other.price)
                : price.currency().equals(other.price.currency())
                        && price.amount().compareTo(other.price.amount()) == 0;
    }
}
