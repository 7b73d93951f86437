package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import io.github.licensing4j.core.catalog.Price;
import io.github.licensing4j.core.limit.Periods;
import io.github.licensing4j.spi.EarlierTerms;
import io.github.licensing4j.spi.EarlierTerms.EarlierPrice;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.QuotaWindow;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Adds the price of the plan at the end of the period, whose amounts also apply. If a change of plan was prorated, each
 * change in the period divides the price by whole seconds, as it divides amounts; so does a change to another billing
 * period. A period in which the license begins or ends costs the full price, and so does one that a fresh start ends,
 * up to its regular end: the price is for the whole period.
 */
final class BaseLines {
    private final History history;
    private final BillingPeriod period;
    private final InvoiceLines invoiceLines;

    BaseLines(History history, BillingPeriod period, InvoiceLines invoiceLines) {
        this.history = history;
        this.period = period;
        this.invoiceLines = invoiceLines;
    }

    /** Returns the plan version of a line that this class has added: its description up to the first comma. */
    static String planOf(Line line) {
        return line.description().split(",", 2)[0];
    }

    void add() {
        PlanId plan = history.at(period.last()).plan();
        if (!isInForce()) {
            invoiceLines.shown(Kind.BASE, plan + ", not in force", BigDecimal.ZERO);
            return;
        }
        if (history.isTrial(period.last())) {
            invoiceLines.shown(Kind.BASE, plan + ", on trial", BigDecimal.ZERO);
            return;
        }
        Instant from = period.from();
        for (EarlierTerms terms : divided()) {
            EarlierPrice price = terms.price();
            add(
                    terms.plan(),
                    price == null ? null : new Price(price.amount(), price.per()),
                    new BillingPeriod(from, terms.until()));
            from = terms.until();
        }
        add(plan, history.price(period.last()), new BillingPeriod(from, period.to()));
        noteStart();
        noteEnd();
    }

    /** Returns the terms before each change within the period, none unless one of the changes was prorated. */
    private List<EarlierTerms> divided() {
        List<EarlierTerms> within = history.earlier(period.last()).stream()
                .filter(terms -> terms.until().isAfter(period.from()) && period.has(terms.until()))
                .toList();
        return within.stream().anyMatch(terms -> terms.usage() == UsageTreatment.PRORATE) ? within : List.of();
    }

    /** Returns whether the license is in force at any instant of the period: it begins or ends at a change. */
    private boolean isInForce() {
        return Stream.concat(Stream.of(period.from()), history.turns().stream().filter(period::has))
                .anyMatch(history::isInForce);
    }

    private void add(PlanId plan, @Nullable Price price, BillingPeriod part) {
        if (price == null) {
            invoiceLines.shown(Kind.BASE, plan + ", without a price", BigDecimal.ZERO);
            return;
        }
        LicenseRecord record = history.record(period.last());
        QuotaWindow whole = Periods.at(
                price.per(),
                history.at(period.last()).anchor(),
                record.periods().zone(),
                part.from().toEpochMilli());
        Instant end = history.isFreshStart(part.to()) ? Instant.ofEpochMilli(whole.endMillis()) : part.to();
        BigDecimal length = seconds(whole, whole.endMillis());
        BigDecimal held = isDivided(part)
                ? seconds(whole, end.toEpochMilli())
                        .subtract(seconds(whole, part.from().toEpochMilli()))
                : length;
        BigDecimal exact = price.amount().amount().multiply(held).divide(length, MathContext.DECIMAL128);
        BigDecimal quantity = held.divide(length, MathContext.DECIMAL32).stripTrailingZeros();
        String days = held.compareTo(length) == 0 ? "" : ", " + part.from() + " to " + end;
        invoiceLines.billed(
                new Line(Kind.BASE, plan + days, quantity, null, exact), price.amount(), "the price of " + plan, exact);
    }

    private boolean isDivided(BillingPeriod part) {
        return !part.equals(period) || history.isOtherBilling(part.from()) || history.isOtherBilling(part.to());
    }

    private void noteStart() {
        Instant start = history.start();
        if (period.has(start) && start.isAfter(period.from())) {
            invoiceLines.note("The license started at " + start + ", within the period; its price is shown in full.");
        }
    }

    private void noteEnd() {
        LicenseRecord license = history.record(period.last());
        Stream.of(
                        license.blocks().cancelledAt(),
                        license.dates().expiresAt(),
                        license.blocks().revokedAt())
                .filter(end -> end != null && period.has(end) && end.isAfter(period.from()))
                .forEach(end -> invoiceLines.note(
                        "The license ended at " + end + ", within the period; its price is shown in full."));
    }

    /** Returns whole seconds since the start of a period, at least one for the whole period. */
    private static BigDecimal seconds(QuotaWindow whole, long millis) {
        long length = Math.max(1, Math.floorDiv(whole.endMillis() - whole.startMillis(), 1_000));
        return BigDecimal.valueOf(
                millis == whole.endMillis() ? length : Math.floorDiv(millis - whole.startMillis(), 1_000));
    }
}
