package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import io.github.licensing4j.core.catalog.Price;
import io.github.licensing4j.core.limit.Periods;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.QuotaWindow;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The price of the plan that held at the end of the period, as its amounts are those of that plan. A change of plan that
 * prorates divides the price by whole seconds, as it divides amounts, and so does one to another billing period. A period that
 * the license did not begin with, or did not end with, costs in full: what is paid for is the period.
 */
final class BaseLines {
    private final History history;
    private final BillingPeriod period;
    private final Sheet sheet;

    BaseLines(History history, BillingPeriod period, Sheet sheet) {
        this.history = history;
        this.period = period;
        this.sheet = sheet;
    }

    void add() {
        PlanId plan = history.at(period.last()).plan();
        if (!isInForce()) {
            sheet.shown(Kind.BASE, plan + ", not in force", BigDecimal.ZERO);
            return;
        }
        if (history.isTrial(period.last())) {
            sheet.shown(Kind.BASE, plan + ", on trial", BigDecimal.ZERO);
            return;
        }
        PlanChange change = history.at(period.last()).prorated();
        Price price = history.price(period.last());
        if (change != null && change.at().isAfter(period.from()) && period.has(change.at())) {
            // What the contract changes belongs to the plan after, as it does where amounts are divided.
            add(change.from(), history.price(change.from()), new BillingPeriod(period.from(), change.at()));
            add(plan, price, new BillingPeriod(change.at(), period.to()));
        } else {
            add(plan, price, period);
        }
        noteEnd();
    }

    /** In force at any instant of it: what begins or ends does so at a turn. */
    private boolean isInForce() {
        return Stream.concat(Stream.of(period.from()), history.turns().stream().filter(period::has))
                .anyMatch(history::isInForce);
    }

    private void add(PlanId plan, @Nullable Price price, BillingPeriod part) {
        if (price == null) {
            sheet.shown(Kind.BASE, plan + ", without a price", BigDecimal.ZERO);
            return;
        }
        LicenseRecord record = history.record(period.last());
        QuotaWindow whole = Periods.at(
                price.per(),
                history.at(period.last()).anchor(),
                record.zone(),
                part.from().toEpochMilli());
        BigDecimal length = seconds(whole.startMillis(), whole.endMillis());
        BigDecimal held =
                isDivided(part) ? seconds(part.from().toEpochMilli(), part.to().toEpochMilli()) : length;
        BigDecimal exact = price.amount().amount().multiply(held).divide(length, MathContext.DECIMAL128);
        BigDecimal quantity = held.divide(length, MathContext.DECIMAL32).stripTrailingZeros();
        String days = held.compareTo(length) == 0 ? "" : ", " + part.from() + " to " + part.to();
        sheet.billed(
                new Line(Kind.BASE, plan + days, quantity, null, exact), price.amount(), "the price of " + plan, exact);
    }

    private boolean isDivided(BillingPeriod part) {
        return !part.equals(period) || history.isOtherBilling(part.from()) || history.isOtherBilling(part.to());
    }

    private void noteEnd() {
        LicenseRecord license = history.record(period.last());
        Stream.of(license.cancelledAt(), license.expiresAt(), license.revokedAt())
                .filter(end -> end != null && period.has(end) && end.isAfter(period.from()))
                .forEach(end ->
                        sheet.note("The license ended at " + end + ", within the period; its price is shown in full."));
    }

    private static BigDecimal seconds(long fromMillis, long toMillis) {
        return BigDecimal.valueOf(Math.max(1, Math.floorDiv(toMillis - fromMillis, 1_000)));
    }
}
