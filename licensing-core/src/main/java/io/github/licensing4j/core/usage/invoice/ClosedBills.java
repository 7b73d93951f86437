package io.github.licensing4j.core.usage.invoice;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The final invoices of a license.
 *
 * @param bills oldest first, without gaps
 */
public record ClosedBills(List<Bill> bills) {
    private static final ClosedBills NONE = new ClosedBills(List.of());

    public ClosedBills {
        bills = List.copyOf(bills);
    }

    /** Returns no bills, for a license whose first period is still open. */
    public static ClosedBills none() {
        return NONE;
    }

    /** Returns the end of the last period, {@link Instant#MIN} if there is none. */
    public Instant until() {
        return bills.isEmpty()
                ? Instant.MIN
                : bills.get(bills.size() - 1).invoice().to();
    }

    boolean shows(String correction) {
        return bills.stream().anyMatch(bill -> bill.corrections().contains(correction));
    }

    /** Returns the sum billed for the same limit in the same period, on all invoices. */
    Optional<BilledUse> billed(BilledUse use) {
        return bills.stream()
                .flatMap(bill -> bill.uses().stream())
                .filter(use::isOf)
                .reduce(BilledUse::plus);
    }
}
