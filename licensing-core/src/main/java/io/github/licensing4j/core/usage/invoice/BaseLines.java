package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import io.github.licensing4j.core.catalog.Price;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.QuotaWindow;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;

/**
 * The price of each plan for the part of the period in which it held, by whole seconds. A period that the license did not
 * begin with, or did not end with, costs in full: what is paid for is the period.
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
        PlanChange change = history.license().change();
        if (change != null && change.at().isAfter(period.from()) && period.has(change.at())) {
            add(period.from(), change.at());
            add(change.at(), period.to());
        } else {
            add(period.from(), period.to());
        }
        noteEnd();
    }

    private void add(Instant from, Instant to) {
        String plan = history.at(from).plan().toString();
        Price price = history.price(from);
        if (history.isTrial(from)) {
            sheet.shown(Kind.BASE, plan + ", on trial", BigDecimal.ZERO);
            return;
        }
        if (price == null) {
            sheet.shown(Kind.BASE, plan + ", without a price", BigDecimal.ZERO);
            return;
        }
        QuotaWindow whole = BillingPeriod.whole(history, from);
        BigDecimal length = seconds(whole.startMillis(), whole.endMillis());
        BigDecimal part = isCutByChange(from, to) ? seconds(from.toEpochMilli(), to.toEpochMilli()) : length;
        BigDecimal exact = price.amount().amount().multiply(part).divide(length, MathContext.DECIMAL128);
        BigDecimal quantity = part.divide(length, MathContext.DECIMAL32).stripTrailingZeros();
        String days = part.compareTo(length) == 0 ? "" : ", " + from + " to " + to;
        sheet.billed(
                new Line(Kind.BASE, plan + days, quantity, null, exact), price.amount(), "the price of " + plan, exact);
    }

    /** Only a change of plan divides a price. */
    private boolean isCutByChange(Instant from, Instant to) {
        PlanChange change = history.license().change();
        return change != null && (change.at().equals(from) || change.at().equals(to));
    }

    private void noteEnd() {
        LicenseRecord license = history.license();
        for (Instant end : new Instant[] {license.cancelledAt(), license.expiresAt(), license.revokedAt()}) {
            if (end != null && period.has(end) && end.isAfter(period.from())) {
                sheet.note("The license ended at " + end + ", within the period; its price is shown in full.");
            }
        }
    }

    private static BigDecimal seconds(long fromMillis, long toMillis) {
        return BigDecimal.valueOf(Math.max(1, Math.floorDiv(toMillis - fromMillis, 1_000)));
    }
}
