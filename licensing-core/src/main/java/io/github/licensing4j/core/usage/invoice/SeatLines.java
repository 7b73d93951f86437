package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.Limit;
import io.github.licensing4j.Money;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.usage.invoice.SeatDays.Day;
import io.github.licensing4j.core.usage.invoice.SeatDays.Holder;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.SeatCounter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Adds the price of seats, for the days on which they were held. Each day is billed by the terms at its end, so that a change of plan,
 * contract or catalog has an effect from the day on which it is made. Days of a limit at one price are one line, rounded once.
 */
final class SeatLines {
    /** Without the name of the limit, which may change within the period. */
    private static final Comparator<Rate> ORDER = Comparator.comparing(
                    Rate::counter, Comparator.comparing(SeatCounter::limit).thenComparing(SeatCounter::of))
            .thenComparing(Rate::isTrial)
            .thenComparing(rate -> rate.price().toString())
            .thenComparing(Rate::length);

    private final History history;
    private final BillingPeriod period;
    private final InvoiceLines invoiceLines;
    private final NavigableSet<Instant> cuts;
    private final Map<Instant, Map<SeatCounter, Rate>> rates = new HashMap<>();
    private final Map<Rate, Use> uses = new TreeMap<>(ORDER);

    /**
     * The price of the seats of one limit.
     *
     * @param limit the name of the limit
     * @param price of one seat for a whole billing period
     * @param length the days of the billing period
     */
    private record Rate(String limit, SeatCounter counter, Money price, long length, boolean isTrial) {}

    /** The seats that were held at one price. */
    private static final class Use {
        private final Set<String> holders = new HashSet<>();
        private long days;

        void add(String holder) {
            holders.add(holder);
            days++;
        }
    }

    SeatLines(History history, BillingPeriod period, InvoiceLines invoiceLines) {
        this.history = history;
        this.period = period;
        this.invoiceLines = invoiceLines;
        this.cuts = new TreeSet<>(history.cuts());
    }

    void add(HeldSeats seats) {
        List<Day> days = new BilledDays(history, period).until(seats.now());
        if (days.isEmpty()) {
            return;
        }
        // The terms at the end are shown even without holders.
        if (history.isInForce(period.last())) {
            rates(period.last()).values().forEach(rate -> uses.put(rate, new Use()));
        }
        if (!seats.isStored() && !uses.isEmpty()) {
            invoiceLines.note("The license store does not store seats, so their price is not billed.");
            return;
        }
        SeatDays.held(days, seats.holdings(), seats.now()).forEach((holder, held) -> add(holder, held, days));
        uses.forEach(this::write);
    }

    private void add(Holder holder, BitSet held, List<Day> days) {
        held.stream().forEach(index -> {
            Rate rate = rates(days.get(index).to().minusMillis(1)).get(holder.counter());
            if (rate != null) {
                uses.computeIfAbsent(rate, unused -> new Use()).add(holder.name());
            }
        });
    }

    /** Returns the prices at an instant, which stay the same up to the next change. */
    private Map<SeatCounter, Rate> rates(Instant last) {
        @Nullable Instant changed = cuts.floor(last);
        Instant since = changed == null ? Instant.MIN : changed;
        Map<SeatCounter, Rate> known = rates.get(since);
        if (known == null) {
            known = ratesAt(last);
            rates.put(since, known);
        }
        return known;
    }

    private Map<SeatCounter, Rate> ratesAt(Instant last) {
        Terms terms = history.quotas(last).terms();
        boolean isTrial = history.isTrial(last);
        Map<SeatCounter, Rate> found = new HashMap<>();
        for (SeatsLimit limit : Limit.select(terms.limits(), SeatsLimit.class)) {
            if (limit.unitPrice() != null) {
                SeatCounter counter = new SeatCounter(terms.counterName(limit), limit.of());
                found.put(counter, new Rate(limit.name(), counter, limit.unitPrice(), length(last), isTrial));
            }
        }
        return found;
    }

    private long length(Instant last) {
        QuotaWindow whole = BillingPeriod.whole(history, last);
        return SeatDays.count(
                Instant.ofEpochMilli(whole.startMillis()),
                Instant.ofEpochMilli(whole.endMillis()),
                BilledDays.zone(history, period));
    }

    private void write(Rate rate, Use use) {
        BigDecimal quantity = BigDecimal.valueOf(use.days);
        String description = rate.limit + ": days of " + holders(rate, use.holders.size()) + ", in a period of "
                + rate.length + " days";
        if (rate.isTrial) {
            invoiceLines.shown(Kind.SEATS, description + ", on trial", quantity);
            return;
        }
        BigDecimal price = rate.price.amount();
        BigDecimal exact = SeatDays.amount(use.days, rate.length, price);
        invoiceLines.billed(
                new Line(Kind.SEATS, description, quantity, price, exact),
                rate.price,
                "the price of limit '" + rate.limit + "'",
                exact);
    }

    private static String holders(Rate rate, int number) {
        String one = switch (rate.counter.of()) {
            case USER -> "user";
            case DEVICE -> "device";
        };
        return number + " " + one + (number == 1 ? "" : "s");
    }
}
