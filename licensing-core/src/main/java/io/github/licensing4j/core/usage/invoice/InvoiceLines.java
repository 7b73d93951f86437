package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Money;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects the lines of one invoice in one currency. */
final class InvoiceLines {
    private final String owner;
    private final List<Priced> lines = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final Map<String, BilledUse> counted = new TreeMap<>();
    private final List<BilledUse> uses = new ArrayList<>();
    private @Nullable Currency currency;
    private String currencyOf = "";

    /** A line before rounding. */
    private record Priced(
            Kind kind,
            String description,
            BigDecimal quantity,
            @Nullable BigDecimal unitPrice,
            BigDecimal exact) {}

    /**
     * The units of a limit.
     *
     * @param used the units used in its periods
     * @param carried the units carried into them
     */
    record Counted(long used, long carried) {}

    /** @param owner the owner of the invoice, for errors: {@code license 'lic_1'} */
    InvoiceLines(String owner) {
        this.owner = owner;
    }

    /** Adds a line that costs nothing. */
    void shown(Kind kind, String description, BigDecimal quantity) {
        lines.add(new Priced(kind, description, quantity, null, BigDecimal.ZERO));
    }

    /**
     * Adds a line that is billed.
     *
     * @param where the description of the price, for errors
     * @param exact the amount before rounding
     */
    void billed(Line line, Money price, String where, BigDecimal exact) {
        if (currency != null && !currency.equals(price.currency())) {
            throw new LicensingException("the invoice of " + owner + " would have prices in " + currency + " ("
                    + currencyOf + ") and in " + price.currency() + " (" + where + "), expected one currency");
        }
        if (price.currency().getDefaultFractionDigits() < 0) {
            throw new LicensingException("the invoice of " + owner + " has a price in " + price.currency() + " ("
                    + where + "), which has no minor unit to round to");
        }
        currency = price.currency();
        currencyOf = where;
        lines.add(new Priced(line.kind(), line.description(), line.quantity(), price.amount(), exact));
    }

    /**
     * Adds a difference of a period whose invoice is final. A difference in another currency waits for an invoice in
     * that currency.
     */
    void difference(BilledUse difference, String description, BigDecimal units) {
        String code = difference.currency();
        if (code != null && currency != null && !currency.getCurrencyCode().equals(code)) {
            note(description + ": " + difference.amount().toPlainString() + " " + code
                    + " are not on this invoice, which is in " + currency + ".");
            return;
        }
        if (code != null && currency == null) {
            currency = Currency.getInstance(code);
            currencyOf = description;
        }
        lines.add(new Priced(Kind.DIFFERENCE, description, units, null, difference.amount()));
        uses.add(difference);
    }

    /**
     * Stores the units counted by a limit, for later comparison.
     *
     * @param price the price of a unit, null if nothing is billed
     * @param exact the cost of the overage before rounding
     */
    void counted(QuotaLimit limit, Counted units, @Nullable Money price, BigDecimal exact) {
        Currency of = price == null ? null : price.currency();
        BigDecimal amount = of == null ? BigDecimal.ZERO : exact.setScale(digits(of), RoundingMode.HALF_EVEN);
        counted.merge(
                limit.name(),
                new BilledUse(
                        Instant.MIN,
                        Instant.MAX,
                        limit.name(),
                        limit.meter(),
                        units.used,
                        units.carried,
                        amount,
                        of == null ? null : of.getCurrencyCode()),
                BilledUse::plus);
    }

    private static int digits(Currency currency) {
        return Math.max(0, currency.getDefaultFractionDigits());
    }

    /** Returns the units counted in a period, and the differences of earlier periods. */
    List<BilledUse> uses(BillingPeriod period) {
        return Stream.concat(counted.values().stream().map(use -> use.in(period)), uses.stream())
                .toList();
    }

    void note(String note) {
        notes.add(note);
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Returns the preview of an invoice with these lines. */
    Invoice invoice(String license, String customer, BillingPeriod period) {
        List<Line> rounded = lines();
        return new Invoice(
                license,
                customer,
                period.from(),
                period.to(),
                currency,
                rounded,
                rounded.stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add),
                List.copyOf(notes),
                null);
    }

    /** Returns every line, rounded half-even to the minor unit. */
    private List<Line> lines() {
        int digits = currency == null ? 0 : digits(currency);
        return lines.stream()
                .map(line -> new Line(
                        line.kind,
                        line.description,
                        line.quantity,
                        line.unitPrice,
                        line.exact.setScale(digits, RoundingMode.HALF_EVEN)))
                .toList();
    }
}
