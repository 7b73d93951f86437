package io.github.licensing4j.examples.extension;

import io.github.licensing4j.Quantity;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult;
import io.github.licensing4j.spi.UsageExporter;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes usage to a table of a billing system, one row for each event id. */
public final class BillingTableExporter implements UsageExporter {
    private final Table table;

    /** A table with the id as its primary key. */
    public interface Table {
        /**
         * Inserts rows in one transaction; ids that exist stay as they are.
         *
         * @throws IllegalStateException if the table does not answer
         */
        void insert(List<Row> rows);
    }

    /** One row. The quantity is below 0 for a correction. */
    public record Row(String id, String customer, String meter, Quantity quantity) {}

    public BillingTableExporter(Table table) {
        this.table = table;
    }

    @Override
    public String name() {
        return "billing-table";
    }

    @Override
    public ExportResult export(List<ExportEvent> events) {
        List<Row> rows = events.stream()
                .map(event -> new Row(event.id(), event.customer(), event.meter(), event.quantity()))
                .toList();
        try {
            table.insert(rows);
            return ExportResult.all(events, new ExportResult.Accepted());
        } catch (IllegalStateException e) {
            return ExportResult.all(events, new ExportResult.Retry("the billing table does not answer", null));
        }
    }

    /** A table in memory, for tests and trials. */
    public static final class MemoryTable implements Table {
        private final Map<String, Row> rows = new HashMap<>();

        @Override
        public synchronized void insert(List<Row> inserted) {
            inserted.forEach(row -> rows.putIfAbsent(row.id(), row));
        }

        /** Returns the sum of the amounts of a meter. */
        public synchronized BigDecimal amount(String meter) {
            return rows.values().stream()
                    .filter(row -> row.meter().equals(meter))
                    .map(row -> row.quantity().amount())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }
}
