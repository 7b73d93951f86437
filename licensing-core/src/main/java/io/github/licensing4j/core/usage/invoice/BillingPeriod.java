package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.core.catalog.Price;
import io.github.licensing4j.core.limit.Periods;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import io.github.licensing4j.spi.QuotaWindow;
import java.time.Instant;

/**
 * One billing period: a period of the price in force, counted from the anchor, and cut where a trial ends, where counting
 * starts anew, and where a plan of another billing period begins.
 *
 * @param from its first instant
 * @param to the first instant after it
 */
record BillingPeriod(Instant from, Instant to) {
    /** The billing period of a plan without a price. */
    private static final ContractPeriod MONTH = ContractPeriod.parse("P1M");

    /** The billing period that an instant lies in. */
    static BillingPeriod at(History history, Instant at) {
        QuotaWindow whole = whole(history, at);
        Instant from = Instant.ofEpochMilli(whole.startMillis());
        Instant to = Instant.ofEpochMilli(whole.endMillis());
        Trial trial = history.license().trial();
        if (trial != null && at.isBefore(trial.endsAt())) {
            from = history.start();
            to = trial.endsAt();
        }
        for (Instant cut : history.freshStarts()) {
            from = !cut.isAfter(at) && cut.isAfter(from) ? cut : from;
            to = cut.isAfter(at) && cut.isBefore(to) ? cut : to;
        }
        PlanChange change = history.license().change();
        if (change != null && cuts(history, change)) {
            Instant cut = change.at();
            from = !cut.isAfter(at) && cut.isAfter(from) ? cut : from;
            to = cut.isAfter(at) && cut.isBefore(to) ? cut : to;
        }
        return new BillingPeriod(from, to);
    }

    /** The whole period that an instant lies in, by which prices are divided. */
    static QuotaWindow whole(History history, Instant at) {
        Price price = history.price(at);
        return Periods.at(
                price == null ? MONTH : price.per(),
                history.at(at).anchor(),
                history.license().zone(),
                at.toEpochMilli());
    }

    private static boolean cuts(History history, PlanChange change) {
        Price before = history.price(change.at().minusMillis(1));
        Price after = history.price(change.at());
        return before != null && after != null && !before.per().equals(after.per());
    }

    /** Whether something that ends, such as a quota period, ends in it. */
    boolean hasEnd(Instant end) {
        return end.isAfter(from) && !end.isAfter(to);
    }

    boolean has(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }
}
