package io.github.licensing4j.examples.extension;

import io.github.licensing4j.examples.extension.BillingTableExporter.MemoryTable;
import io.github.licensing4j.spi.UsageExporter;
import io.github.licensing4j.tck.UsageExporterContract;
import java.math.BigDecimal;

/** The exporter keeps the contract of exporters. */
class BillingTableExporterTest extends UsageExporterContract {
    private final MemoryTable table = new MemoryTable();

    @Override
    protected UsageExporter exporter() {
        return new BillingTableExporter(table);
    }

    @Override
    protected UsageExporter unreachableExporter() {
        return new BillingTableExporter(rows -> {
            throw new IllegalStateException("no connection");
        });
    }

    @Override
    protected BigDecimal received(String meter) {
        return table.amount(meter);
    }
}
