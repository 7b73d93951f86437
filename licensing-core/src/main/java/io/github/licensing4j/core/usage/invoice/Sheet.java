package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Money;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lines of one invoice, in one currency. */
final class Sheet {
    private final String owner;
    private final List<Priced> lines = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private @Nullable Currency currency;
    private String currencyOf = "";

    /** A line whose amount is not rounded yet. */
    private record Priced(
            Kind kind,
            String description,
            BigDecimal quantity,
            @Nullable BigDecimal unitPrice,
            BigDecimal exact) {}

    /** @param owner whose invoice it is of, for errors: {@code license 'lic_1'} */
    Sheet(String owner) {
        this.owner = owner;
    }

    /** A line that is shown and costs nothing. */
    void shown(Kind kind, String description, BigDecimal quantity) {
        lines.add(new Priced(kind, description, quantity, null, BigDecimal.ZERO));
    }

    /**
     * A line that is billed.
     *
     * @param where what the price is of, for the error
     * @param exact what it costs, before rounding
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

    void note(String note) {
        notes.add(note);
    }

    @Nullable
    Currency currency() {
        return currency;
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Every line, rounded half-even to the minor unit. */
    List<Line> lines() {
        int digits = currency == null ? 0 : currency.getDefaultFractionDigits();
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
