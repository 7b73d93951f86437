package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.core.store.Hours;
import io.github.licensing4j.spi.FinalInvoice;
import io.github.licensing4j.spi.InvoiceRevenue;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores the amounts of final invoices by plan. */
final class RevenueTable {
    private static final String SELECT = "select issuer, subject, from_at, to_at, catalogs, closed_at, document"
            + " from licensing_invoices where added = 0";
    private static final String IN_ORDER = " order by issuer, subject, from_at limit ?";
    static final String TO_ADD = SELECT + IN_ORDER;
    static final String TO_ADD_AFTER = SELECT + " and (issuer, subject, from_at) > (?, ?, ?)" + IN_ORDER;
    static final String ADDED =
            "update licensing_invoices set added = 1 where issuer = ? and subject = ? and from_at = ? and added = 0";
    static final String ADD = "insert into licensing_revenue (issuer, day, subject, to_at, plan, customer, currency,"
            + " amount) values (?, ?, ?, ?, ?, ?, ?, ?)";

    private RevenueTable() {}

    static List<FinalInvoice> invoicesToAdd(Session session, @Nullable FinalInvoice after, int max)
            throws SQLException {
        return after == null
                ? session.all(TO_ADD, JdbcTermsStore::invoice, max)
                : session.all(
                        TO_ADD_AFTER, JdbcTermsStore::invoice, after.issuer(), after.subject(), after.from(), max);
    }

    static void add(Session session, List<InvoiceRevenue> invoices) throws SQLException {
        for (InvoiceRevenue one : invoices) {
            if (session.update(ADDED, one.issuer(), one.subject(), one.from()) == 1) {
                long day = Hours.day(Hours.of(one.to().minusMillis(1)));
                for (Map.Entry<String, Long> amount : one.amounts().entrySet()) {
                    session.update(
                            ADD,
                            one.issuer(),
                            day,
                            one.subject(),
                            one.to(),
                            amount.getKey(),
                            one.customer(),
                            one.currency(),
                            amount.getValue());
                }
            }
        }
    }
}
