package io.github.licensing4j.core.usage.whatif;

import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.core.usage.invoice.BillingPeriod;
import io.github.licensing4j.core.usage.invoice.BillingPeriods;
import io.github.licensing4j.core.usage.invoice.ClosedBills;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing.Customer;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing.Member;
import io.github.licensing4j.core.usage.invoice.HeldSeats;
import io.github.licensing4j.core.usage.invoice.InvoiceInput;
import io.github.licensing4j.core.usage.invoice.Invoicing;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.SeatHolding;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Computes the charges of replayed usage by the arithmetic of invoices, as if one catalog had been in force all the time:
 * those of every billing period that begins in the replayed time, and of the one in which it begins if there is no other.
 */
public final class ReplayedCharges {
    private static final int MOST_PERIODS = 1_000;

    private final ReplayedPeriod period;
    private final ToIntFunction<String> scales;
    private final Seats seats;

    /** Reads who held the seats of a license. */
    public interface Seats {
        HeldSeats of(LicenseRecord license, SeatHolding.Window window);
    }

    /**
     * The charges of a license or customer.
     *
     * @param amounts by the code of the currency, without those of 0
     * @param periods the billing periods that they are of
     */
    record Charges(Map<String, BigDecimal> amounts, List<BillingPeriod> periods) {
        static final Charges NONE = new Charges(Map.of(), List.of());

        void addTo(Map<String, BigDecimal> sums) {
            amounts.forEach((currency, amount) -> sums.merge(currency, amount, BigDecimal::add));
        }
    }

    /** @param scales the decimal places of a meter */
    public ReplayedCharges(ReplayedPeriod period, ToIntFunction<String> scales, Seats seats) {
        this.period = period;
        this.scales = scales;
        this.seats = seats;
    }

    /** @throws io.github.licensing4j.LicensingException as {@link Invoicing#preview} does */
    Charges of(ReplayedLicense license, Catalog catalog, List<CounterIncrement> counters) {
        Instant created = license.license().dates().createdAt();
        if (!created.isBefore(period.to())) {
            return Charges.NONE;
        }
        CatalogTimeline timeline = CatalogTimeline.of(catalog);
        BillingPeriods all = new BillingPeriods(license.license(), license.past(), timeline, ClosedBills.none());
        Map<String, BigDecimal> amounts = new TreeMap<>();
        List<BillingPeriod> periods = periods(all, created);
        for (BillingPeriod one : periods) {
            Instant at = one.from().isBefore(created) ? created : one.from();
            add(
                    Invoicing.preview(new InvoiceInput(
                            license.license(),
                            license.past(),
                            timeline,
                            at,
                            counters,
                            List.of(),
                            List.of(),
                            scales,
                            seats.of(license.license(), all.seatsOf(at)),
                            ClosedBills.none())),
                    amounts);
        }
        return new Charges(amounts, periods);
    }

    private List<BillingPeriod> periods(BillingPeriods all, Instant created) {
        BillingPeriod next = all.at(created.isAfter(period.from()) ? created : period.from());
        List<BillingPeriod> found = new ArrayList<>(List.of(next));
        boolean isFirstWhole = !next.from().isBefore(period.from()) || !created.isBefore(period.from());
        while (next.to().isBefore(period.to()) && found.size() < MOST_PERIODS) {
            next = all.at(next.to());
            found.add(next);
        }
        return isFirstWhole || found.size() == 1 ? found : found.subList(1, found.size());
    }

    private static void add(Invoice invoice, Map<String, BigDecimal> amounts) {
        if (invoice.currency() != null && invoice.total().signum() != 0) {
            amounts.merge(invoice.currency().getCurrencyCode(), invoice.total(), BigDecimal::add);
        }
    }

    /** @throws io.github.licensing4j.LicensingException as {@link CustomerInvoicing#bill} does */
    Charges ofCustomer(ReplayedCustomer customer, Catalog catalog, List<CounterIncrement> counters) {
        Map<String, BigDecimal> amounts = new TreeMap<>();
        if (counters.isEmpty()) {
            return Charges.NONE;
        }
        List<Member> members = customer.licenses().stream()
                .map(license -> new Member(license.license(), license.past()))
                .toList();
        Customer invoiced = new Customer(customer.name(), members, CatalogTimeline.of(catalog));
        for (Instant month : months()) {
            add(
                    CustomerInvoicing.bill(
                                    new CustomerInvoicing.Input(invoiced, month, counters, scales, ClosedBills.none()))
                            .invoice(),
                    amounts);
        }
        return new Charges(amounts, List.of());
    }

    private List<Instant> months() {
        Instant month = CustomerInvoicing.monthOf(period.from());
        List<Instant> months = new ArrayList<>(List.of(month));
        boolean isFirstWhole = month.equals(period.from());
        for (month = CustomerInvoicing.endOfMonth(month);
                month.isBefore(period.to());
                month = CustomerInvoicing.endOfMonth(month)) {
            months.add(month);
        }
        return isFirstWhole || months.size() == 1 ? months : months.subList(1, months.size());
    }
}
