package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.core.catalog.Price;
import io.github.licensing4j.core.limit.Periods;
import io.github.licensing4j.spi.QuotaWindow;
import java.time.Instant;

/**
 * One billing period: a period of the price in force, counted from the anchor, and cut at the end of a trial, at a
 * fresh start, and at the start of a plan or catalog with another billing period.
 *
 * @param from its first instant
 * @param to the first instant after it
 */
public record BillingPeriod(Instant from, Instant to) {
    /** The billing period of a plan without a price. */
    private static final ContractPeriod MONTH = ContractPeriod.parse("P1M");

    /**
     * Returns the billing period that contains an instant.
     *
     * @throws io.github.licensing4j.admin.ConflictException if its revisions are unknown
     */
    static BillingPeriod at(History history, Instant at) {
        BillingPeriod period = around(history, at);
        history.check(period.from());
        return period;
    }

    /** Returns the billing period that contains an instant, as far as its revisions are known. */
    static BillingPeriod around(History history, Instant at) {
        QuotaWindow whole = whole(history, at);
        boolean isTrial = history.isTrial(at);
        // A trial is one period, whatever its length.
        Instant from = isTrial ? history.start() : Instant.ofEpochMilli(whole.startMillis());
        Instant to = isTrial ? Instant.MAX : Instant.ofEpochMilli(whole.endMillis());
        for (Instant cut : history.cuts()) {
            if (cut.isAfter(from) && cut.isBefore(to) && (history.isFreshStart(cut) || history.isOtherBilling(cut))) {
                from = cut.isAfter(at) ? from : cut;
                to = cut.isAfter(at) ? cut : to;
            }
        }
        return new BillingPeriod(from, to);
    }

    /** Returns the uncut period that contains an instant, by which prices are divided. */
    static QuotaWindow whole(History history, Instant at) {
        return Periods.at(
                per(history, at),
                history.at(at).anchor(),
                history.record(at).periods().zone(),
                at.toEpochMilli());
    }

    /** Returns the length of the billing period at an instant. */
    static ContractPeriod per(History history, Instant at) {
        Price price = history.price(at);
        return price == null ? MONTH : price.per();
    }

    /** Returns its last instant. */
    Instant last() {
        return to.minusMillis(1);
    }

    /** Returns whether something that ends at an instant, such as a quota period, ends in this period. */
    boolean hasEnd(Instant end) {
        return end.isAfter(from) && !end.isAfter(to);
    }

    boolean has(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }
}
