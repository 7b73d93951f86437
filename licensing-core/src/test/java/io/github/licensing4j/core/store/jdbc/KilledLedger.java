package io.github.licensing4j.core.store.jdbc;

import static io.github.licensing4j.tck.SampleUsage.HOUR;
import static io.github.licensing4j.tck.SampleUsage.NODE;
import static io.github.licensing4j.tck.SampleUsage.monthly;
import static io.github.licensing4j.tck.SampleUsage.row;

import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageRow;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that adds batches to a ledger and prints its position, until it is killed. */
final class KilledLedger {
    static final int ROWS = 50;

    private KilledLedger() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
        UsageLedger ledger = JdbcStore.embedded(Path.of(arguments[0])).usage();
        while (true) {
            long position = ledger.position(NODE);
            ledger.commit(batch(position));
            out.println("position " + (position + 1));
        }
    }

    /** Returns one entry with one unit in each of many rows. */
    private static UsageBatch batch(long position) {
        List<UsageRow> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(row(HOUR.plusSeconds(3600L * ((position * 7 + i) % 1000)), 1));
        }
        return new UsageBatch(NODE, position, position + 1, rows, List.of(monthly(ROWS)));
    }
}
