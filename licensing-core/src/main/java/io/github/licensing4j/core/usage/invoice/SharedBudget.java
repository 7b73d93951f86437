package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Money;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Overage;
import io.github.licensing4j.core.limit.quota.LicenseQuotas;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing.Customer;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaClaim.Carry;
import io.github.licensing4j.spi.QuotaWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The terms of one budget that licenses of a customer share, in one period: the largest amount and cap, and the lowest unit
 * price, of the licenses that were in force in it. Licenses on trial count only where all were.
 *
 * @param limit the budget
 * @param isTrial whether every license was on trial, so that nothing is billed
 * @param carries the units that the licenses may carry into the period
 */
public record SharedBudget(QuotaLimit limit, boolean isTrial, List<Carry> carries) {

    /** The part of one license in the budget. */
    private record Part(
            String license,
            QuotaLimit limit,
            boolean trial,
            @Nullable Carry carry) {}

    public SharedBudget {
        carries = List.copyOf(carries);
    }

    /**
     * Returns the terms at the last instant of a period, empty if no license had the budget then.
     *
     * @throws LicensingException if its unit prices are in several currencies
     */
    public static Optional<SharedBudget> of(Customer customer, CounterId counter, QuotaWindow window) {
        return of(customer.histories(), counter, window, Instant.ofEpochMilli(window.endMillis()));
    }

    /**
     * Returns the terms right before the end of the counted part of a period, empty if no license had the budget then.
     *
     * @throws LicensingException if its unit prices are in several currencies
     */
    static Optional<SharedBudget> of(List<History> licenses, CounterId counter, QuotaWindow window, Instant end) {
        List<Part> parts = licenses.stream()
                .flatMap(history -> part(history, counter, window, end).stream())
                .toList();
        List<Part> paid = parts.stream().filter(part -> !part.trial).toList();
        List<Part> chosen = paid.isEmpty() ? parts : paid;
        return chosen.stream()
                .max(Comparator.comparingLong(part -> part.limit.amount()))
                .map(largest -> new SharedBudget(
                        with(largest.limit, overage(chosen)),
                        paid.isEmpty(),
                        chosen.stream()
                                .map(Part::carry)
                                .filter(Objects::nonNull)
                                .toList()));
    }

    private static Optional<Part> part(History history, CounterId counter, QuotaWindow window, Instant end) {
        Instant last = end.minusMillis(1);
        // Calls at the instant of an edit may have preceded it.
        Instant latest = end.toEpochMilli() < window.endMillis() ? end : last;
        if (!history.wasInForce(Instant.ofEpochMilli(window.startMillis()), latest)) {
            return Optional.empty();
        }
        LicenseQuotas terms = history.quotas(last);
        return terms.quota(counter)
                .map(limit -> new Part(
                        terms.license().id().value(),
                        limit,
                        history.isTrial(last),
                        terms.carry(limit, history.licensee(terms.license(), last), window)));
    }

    private static @Nullable Overage overage(List<Part> parts) {
        List<Part> beyond =
                parts.stream().filter(part -> part.limit.overage() != null).toList();
        if (beyond.isEmpty()) {
            return null;
        }
        long cap = overages(beyond).mapToLong(Overage::cap).max().orElse(0);
        if (overages(beyond).anyMatch(overage -> overage.unitPrice() == null)) {
            return new Overage(cap, null);
        }
        Part first = beyond.get(0);
        List<Money> prices = new ArrayList<>();
        for (Part part : beyond) {
            Money price = price(part);
            Money other = price(first);
            if (!price.currency().equals(other.currency())) {
                throw new LicensingException("limit '" + part.limit.name() + "' of the customer is priced in "
                        + other.currency() + " by license '" + first.license + "' and in " + price.currency()
                        + " by license '" + part.license + "', expected one currency");
            }
            prices.add(price);
        }
        return new Overage(
                cap, prices.stream().min(Comparator.comparing(Money::amount)).orElseThrow());
    }

    private static Stream<Overage> overages(List<Part> parts) {
        return parts.stream().map(part -> Objects.requireNonNull(part.limit.overage()));
    }

    private static Money price(Part part) {
        return Objects.requireNonNull(
                Objects.requireNonNull(part.limit.overage()).unitPrice());
    }

    private static QuotaLimit with(QuotaLimit limit, @Nullable Overage overage) {
        return new QuotaLimit(
                limit.name(),
                limit.meter(),
                limit.amount(),
                limit.per(),
                limit.warnAt(),
                overage,
                limit.rollover(),
                limit.of());
    }

    /** Returns the largest number of units that one of the licenses carries into the period. */
    long carried(ToLongFunction<Carry> usedBefore) {
        return carries.stream()
                .mapToLong(carry -> carry.units(usedBefore.applyAsLong(carry)))
                .max()
                .orElse(0);
    }
}
