package io.github.licensing4j.core.store.jdbc;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleUsage.HOUR;
import static io.github.licensing4j.tck.SampleUsage.MARCH;
import static io.github.licensing4j.tck.SampleUsage.MONTHLY;
import static io.github.licensing4j.tck.SampleUsage.NODE;
import static io.github.licensing4j.tck.SampleUsage.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageRow;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a large batch does not lock the ledger for long. */
class LedgerSpeedTest {
    private static final int ROWS = 10_000;

    @TempDir
    Path dir;

    @Test
    void addsTenThousandRowsWithinSecond() {
        try (Store store = JdbcStore.embedded(dir)) {
            UsageLedger ledger = store.usage();
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 4; i++) {
                UsageBatch batch = batch(i);
                // Of this thread only, so that other processes do not count.
                long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                assertThat(ledger.commit(batch)).isTrue();
                best = Math.min(best, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
            }
            System.out.printf(
                    "%d rows in %d ms of cpu%n", ROWS, Duration.ofNanos(best).toMillis());
            assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofSeconds(1));
        }
    }

    /** Returns usage of a thousand licenses, each with a counter. */
    private static UsageBatch batch(int number) {
        List<UsageRow> rows = new ArrayList<>();
        List<CounterIncrement> counters = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            LicenseId license = new LicenseId(ISSUER, "lic_" + i % 1_000);
            rows.add(row(license, HOUR.plusSeconds(3600L * (i / 1_000)), 1));
            if (i < 1_000) {
                counters.add(CounterIncrement.of(license, MONTHLY, MARCH, 10));
            }
        }
        return new UsageBatch(NODE, number, number + 1, rows, counters);
    }
}
