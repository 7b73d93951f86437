package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.core.catalog.Price;
import io.github.licensing4j.core.limit.Periods;
import io.github.licensing4j.spi.QuotaWindow;
import java.time.Instant;

/**
 * One billing period: a period of the price in force, counted from the anchor, and cut where a trial ends, where counting
 * starts anew, and where a plan or a catalog with another billing period begins.
 *
 * @param from its first instant
 * @param to the first instant after it
 */
public record BillingPeriod(Instant from, Instant to) {
    /** The billing period of a plan without a price. */
    private static final ContractPeriod MONTH = ContractPeriod.parse("P1M");

    /**
     * The billing period that an instant lies in.
     *
     * @throws io.github.licensing4j.admin.ConflictException if what held in it is not known
     */
    static BillingPeriod at(History history, Instant at) {
        BillingPeriod period = around(history, at);
        history.check(period.from());
        return period;
    }

    /** The same as far as it is known. */
    static BillingPeriod around(History history, Instant at) {
        QuotaWindow whole = whole(history, at);
        boolean isTrial = history.isTrial(at);
        // A trial is one period, however long it is.
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

    /** The whole period that an instant lies in, by which prices are divided. */
    static QuotaWindow whole(History history, Instant at) {
        return Periods.at(
                per(history, at), history.at(at).anchor(), history.record(at).zone(), at.toEpochMilli());
    }

    /** How long a billing period is at an instant. */
    static ContractPeriod per(History history, Instant at) {
        Price price = history.price(at);
        return price == null ? MONTH : price.per();
    }

    /** Its last instant. */
    Instant last() {
        return to.minusMillis(1);
    }

    /** Whether something that ends, such as a quota period, ends in it. */
    boolean hasEnd(Instant end) {
        return end.isAfter(from) && !end.isAfter(to);
    }

    boolean has(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }
}
