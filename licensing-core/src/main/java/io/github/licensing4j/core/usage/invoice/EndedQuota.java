package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.License;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.core.limit.QuotaTerms;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing.Customer;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing.Member;
import io.github.licensing4j.core.usage.invoice.UsedQuotas.Units;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.QuotaWindow;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A quota period that has ended, as the invoice shows it.
 *
 * @param license whose quota it is, null for a customer's
 * @param quota its terms at the last instant of the period
 * @param carried units that were carried into it
 * @param overage units beyond the amount and what was carried, up to the cap
 * @param end the first instant after the period, which a fresh start may have ended early
 */
public record EndedQuota(@Nullable License license, QuotaLimit quota, long carried, long overage, Instant end) {

    /**
     * The quota period of one license, empty if it had no such quota.
     *
     * @param usedIn what the same counter has counted in a period
     */
    public static Optional<EndedQuota> ofLicense(
            Member member, CatalogTimeline catalogs, CounterIncrement counter, ToLongFunction<QuotaWindow> usedIn) {
        History history = new History(member.license(), member.past(), catalogs, Instant.MIN);
        Instant end = QuotaLines.end(history, history.freshStarts(), counter);
        Instant last = end.minusMillis(1);
        QuotaTerms terms = history.quotas(last);
        return terms.quota(counter.counter()).map(quota -> {
            var carry = terms.carry(quota, history.licensee(terms.license(), last), counter.window());
            long carried = carry == null ? 0 : carry.units(usedIn.applyAsLong(carry.from()));
            return new EndedQuota(
                    terms.license(), quota, carried, UsedQuotas.overage(quota, new Units(counter, carried, end)), end);
        });
    }

    /**
     * The period of a budget that the licenses of a customer share, empty if none of them had it.
     *
     * @param usedIn what the same counter has counted in a period
     */
    public static Optional<EndedQuota> ofCustomer(
            Customer customer, CounterIncrement counter, ToLongFunction<QuotaWindow> usedIn) {
        Instant end = Instant.ofEpochMilli(counter.window().endMillis());
        return SharedBudget.of(customer, counter.counter(), counter.window()).map(budget -> {
            long carried = budget.carried(carry -> usedIn.applyAsLong(carry.from()));
            return new EndedQuota(
                    null,
                    budget.limit(),
                    carried,
                    UsedQuotas.overage(budget.limit(), new Units(counter, carried, end)),
                    end);
        });
    }
}
