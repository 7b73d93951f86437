package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Limit;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.core.limit.Periods;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.QuotaWindow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Computes the invoice of a customer for one calendar month in UTC for the budgets that its licenses share, each once.
 * A budget period belongs to the month in which it ends, and is billed on the terms at its last instant; an edit of the
 * catalog that removes the budget from every license ends it. For months whose invoices are final, it shows the
 * differences.
 */
public final class CustomerInvoicing {
    private static final ContractPeriod MONTH = ContractPeriod.parse("P1M");

    private final Input input;
    private final Customer customer;
    private final List<History> licenses;
    private final BillingPeriod period;
    private final InvoiceLines invoiceLines;
    private final CounterParts parts;
    private final Map<Counted, Long> used = new HashMap<>();

    /**
     * A customer with every license it ever had.
     *
     * @param name the customer
     * @param licenses its licenses
     * @param catalogs the prices and amounts of each instant
     */
    public record Customer(String name, List<Member> licenses, CatalogTimeline catalogs) {
        public Customer {
            licenses = List.copyOf(licenses);
        }

        List<History> histories() {
            return licenses.stream()
                    .map(one -> new History(one.license, one.past, catalogs, Instant.MIN))
                    .toList();
        }
    }

    /**
     * One of the licenses.
     *
     * @param license its present record
     * @param past its former revisions, oldest first
     */
    public record Member(LicenseRecord license, List<LicenseRevision> past) {
        public Member {
            past = List.copyOf(past);
        }
    }

    private record Counted(CounterId counter, QuotaWindow window) {}

    /** A part of a counter, for the invoice of a month. */
    private record Added(CounterIncrement counter, CounterPart part, BillingPeriod month) {}

    /**
     * The input of a customer's invoice.
     *
     * @param customer the customer
     * @param at an instant of the requested month
     * @param counters the customer's counters in the ledger, each counter and window once: of the month, of months
     *     whose invoices are final, and of the periods before them that units may be carried over from
     * @param scales the decimal places of a meter
     * @param closed the final invoices before it
     */
    public record Input(
            Customer customer,
            Instant at,
            List<CounterIncrement> counters,
            ToIntFunction<String> scales,
            ClosedBills closed) {
        public Input {
            counters = List.copyOf(counters);
        }
    }

    private CustomerInvoicing(Input input) {
        this.input = input;
        this.customer = input.customer;
        this.licenses = customer.histories();
        this.parts = new CounterParts(licenses);
        this.period = month(input.at);
        this.invoiceLines = new InvoiceLines("customer '" + customer.name + "'");
        input.counters.forEach(one -> used.put(new Counted(one.counter(), one.window()), one.units()));
    }

    /** Returns the calendar month in UTC that contains an instant. */
    private static BillingPeriod month(Instant at) {
        QuotaWindow month = Periods.at(MONTH, Instant.EPOCH, ZoneOffset.UTC, at.toEpochMilli());
        return new BillingPeriod(Instant.ofEpochMilli(month.startMillis()), Instant.ofEpochMilli(month.endMillis()));
    }

    /** Returns the first instant of the month that contains an instant. */
    public static Instant monthOf(Instant at) {
        return month(at).from();
    }

    /** Returns the first instant after the month that contains an instant. */
    public static Instant endOfMonth(Instant at) {
        return month(at).to();
    }

    /**
     * Returns the first month whose invoice is not final, of those in which the revisions of every license of the
     * customer are known.
     *
     * @param began when the first license of the customer was created
     */
    public static BillingPeriod firstOpen(Customer customer, Instant began, ClosedBills closed) {
        BillingPeriod first = month(closed.bills().isEmpty() ? began : closed.until());
        Instant known = knownFrom(customer.histories());
        if (!first.from().isBefore(known)) {
            return first;
        }
        BillingPeriod next = month(known);
        return next.from().equals(known) ? next : month(next.to());
    }

    private static Instant knownFrom(List<History> licenses) {
        return licenses.stream().map(History::knownFrom).max(Instant::compareTo).orElse(Instant.MIN);
    }

    /**
     * Returns the invoice for the month that contains an instant, without a license, with the data to compare it with
     * later usage.
     *
     * @throws io.github.licensing4j.LicensingException if the unit prices of one budget, or of the month, are in several
     *     currencies
     */
    public static Bill bill(Input input) {
        return new CustomerInvoicing(input).bill();
    }

    private Bill bill() {
        addUses(period, input.counters, invoiceLines);
        new Differences(input.closed, input.counters, input.scales, this::addUses)
                .add(invoiceLines, knownFrom(licenses));
        if (!invoiceLines.isEmpty()) {
            customer.catalogs.noteIfUnknown(period.from());
        }
        customer.catalogs.notes().forEach(invoiceLines::note);
        return new Bill(invoiceLines.invoice("", customer.name, period), invoiceLines.uses(period), Set.of());
    }

    private void addUses(BillingPeriod month, List<CounterIncrement> counters, InvoiceLines lines) {
        UsedQuotas quotas = new UsedQuotas(lines, input.scales);
        Set<String> edited = UsedQuotas.started(counters);
        Instant known = knownFrom(licenses);
        counters.stream()
                .filter(one -> one.counter().kind() == Limit.Kind.QUOTA)
                .forEach(counter -> parts
                        .of(counter, Instant.ofEpochMilli(counter.window().endMillis()))
                        .stream()
                        .filter(part -> month.hasEnd(part.end())
                                || (edited.contains(counter.counter().limit())
                                        && part.end().isAfter(known)))
                        .forEach(part -> add(new Added(counter, part, month), quotas, lines)));
        quotas.write();
    }

    private void add(Added added, UsedQuotas quotas, InvoiceLines lines) {
        CounterId counter = added.counter.counter();
        CounterPart part = added.part;
        Optional<SharedBudget> budget = SharedBudget.of(licenses, counter, added.counter.window(), part.end());
        if (budget.isPresent()) {
            long carried = budget.get().carried(carry -> used.getOrDefault(new Counted(counter, carry.from()), 0L));
            UsedQuotas.Units units = new UsedQuotas.Units(added.counter, part, carried);
            quotas.add(budget.get().limit(), budget.get().isTrial(), units, added.month);
        } else if (part.used() != 0 && added.month.hasEnd(part.end())) {
            lines.note("Limit '" + counter.limit() + "' has counted " + quotas.shown(counter.meter(), part.used())
                    + " in the period that ended at " + part.end()
                    + ", and no license of the customer had such a limit then; nothing is billed for them.");
        }
    }
}
