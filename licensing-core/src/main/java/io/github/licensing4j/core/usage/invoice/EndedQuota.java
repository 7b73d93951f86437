package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.License;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.core.limit.quota.LicenseQuotas;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing.Customer;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing.Member;
import io.github.licensing4j.core.usage.invoice.UsedQuotas.Units;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.QuotaWindow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A quota period that has ended, as shown on the invoice.
 *
 * @param license the license, null for a customer's quota
 * @param quota its terms at the last instant of the period
 * @param carried units carried into it
 * @param overage units beyond the amount and the carried units, up to the cap
 * @param end the first instant after the period, which a fresh start or an edit may have ended early
 */
public record EndedQuota(@Nullable License license, QuotaLimit quota, long carried, long overage, Instant end) {

    /** The terms of a part of a period. */
    private record Terms(@Nullable License license, QuotaLimit quota, long carried) {}

    /**
     * Returns the quota period of one license, empty if it had no such quota.
     *
     * @param usedIn returns the units of the same counter in a period
     */
    public static Optional<EndedQuota> ofLicense(
            Member member, CatalogTimeline catalogs, CounterIncrement counter, ToLongFunction<QuotaWindow> usedIn) {
        History history = new History(member.license(), member.past(), catalogs, Instant.MIN);
        Instant whole = QuotaLines.end(history.freshStarts(), counter.window());
        return of(counter, new CounterParts(List.of(history)).of(counter, whole), part -> {
            Instant last = part.end().minusMillis(1);
            LicenseQuotas terms = history.quotas(last);
            return terms.quota(counter.counter()).map(quota -> {
                var carry = terms.carry(quota, history.licensee(terms.license(), last), counter.window());
                long carried = carry == null ? 0 : carry.units(usedIn.applyAsLong(carry.from()));
                return new Terms(terms.license(), quota, carried);
            });
        });
    }

    /**
     * Returns the period of a budget that the licenses of a customer share, empty if none of them had it.
     *
     * @param usedIn returns the units of the same counter in a period
     */
    public static Optional<EndedQuota> ofCustomer(
            Customer customer, CounterIncrement counter, ToLongFunction<QuotaWindow> usedIn) {
        List<History> licenses = customer.histories();
        Instant whole = Instant.ofEpochMilli(counter.window().endMillis());
        return of(
                counter,
                new CounterParts(licenses).of(counter, whole),
                part -> SharedBudget.of(licenses, counter.counter(), counter.window(), part.end())
                        .map(budget -> new Terms(
                                null, budget.limit(), budget.carried(carry -> usedIn.applyAsLong(carry.from())))));
    }

    private static Optional<EndedQuota> of(
            CounterIncrement counter, List<CounterPart> parts, Function<CounterPart, Optional<Terms>> terms) {
        long overage = 0;
        Optional<EndedQuota> ended = Optional.empty();
        for (CounterPart part : parts) {
            Optional<Terms> held = terms.apply(part);
            if (held.isPresent()) {
                Units units = new Units(counter, part, held.get().carried);
                overage += UsedQuotas.overage(held.get().quota, units, overage);
                ended = Optional.of(
                        new EndedQuota(held.get().license, held.get().quota, held.get().carried, overage, part.end()));
            }
        }
        return ended;
    }
}
