package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Invoice.Kind;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * Divides the total of an invoice among plans: the price of a plan is of that plan, and everything else is of the plan at the end of
 * the period, which is that of the last price. Without prices of plans, as on invoices of customers, everything is of no plan.
 */
public final class PlanAmounts {
    private PlanAmounts() {}

    /** Returns the amount of each plan version, at least one; of no plan, under the empty name. The amounts add up to the total. */
    public static Map<String, BigDecimal> of(Invoice invoice) {
        Map<String, BigDecimal> amounts = new TreeMap<>();
        String last = "";
        BigDecimal others = BigDecimal.ZERO;
        for (Invoice.Line line : invoice.lines()) {
            if (line.kind() == Kind.BASE) {
                last = BaseLines.planOf(line);
                amounts.merge(last, line.amount(), BigDecimal::add);
            } else {
                others = others.add(line.amount());
            }
        }
        amounts.merge(last, others, BigDecimal::add);
        return amounts;
    }
}
