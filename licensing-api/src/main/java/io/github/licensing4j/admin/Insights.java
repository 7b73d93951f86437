package io.github.licensing4j.admin;

import io.github.licensing4j.CustomerFigures;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.LatencyHistogram;
import io.github.licensing4j.Page;
import io.github.licensing4j.RefusalFigures;
import io.github.licensing4j.RevenueFigures;
import io.github.licensing4j.UsageFigures;

/**
 * Returns figures of usage, customers, revenue, refusals and latency over time. Times are rounded outwards: to UTC hours for hours and
 * for one license, else to UTC days.
 *
 * <p>Every method throws {@link InvalidFieldException} if a filter names a dimension that its figures do not have, an impossible
 * range, or a cursor of another query.
 */
public interface Insights {
    /**
     * Returns usage, up to date within a second; the same as {@link UsageAdmin#usage} returns. Always grouped by meter. Dimensions:
     * plan, customer, license, meter, feature, endpoint, status.
     */
    Page<InsightGroup<UsageFigures>> usage(InsightFilter filter);

    /**
     * Returns how many customers and licenses have made calls, up to date within a second. Grouped by plan, meter, feature,
     * endpoint and status, and selected by customer and license too.
     */
    Page<InsightGroup<CustomerFigures>> customers(InsightFilter filter);

    /**
     * Returns the amounts of final invoices, each at the end of its billing period, and divided by month only. The price of a plan
     * is of that plan, all other amounts are of the plan at the end of the period; those of budgets that licenses share are of no
     * plan. Always grouped by currency. Dimensions: plan, customer, currency.
     */
    Page<InsightGroup<RevenueFigures>> revenue(InsightFilter filter);

    /**
     * Returns how many final invoices {@link #revenue} leaves out, because their documents cannot be read: of all issuers, when
     * revenue was last read or added up. 0 if revenue is complete.
     */
    long unreadableInvoices();

    /** Returns refused calls, up to date within about a minute. Dimensions: plan, customer, license, endpoint, code. */
    Page<InsightGroup<RefusalFigures>> refusals(InsightFilter filter);

    /** Returns the time that granted calls took, of all licenses, up to date within about a minute. Dimension: endpoint. */
    Page<InsightGroup<LatencyHistogram>> latency(InsightFilter filter);
}
