package io.github.licensing4j.core.store.memory;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleUsage.HOUR;
import static io.github.licensing4j.tck.SampleUsage.LICENSE;
import static io.github.licensing4j.tck.SampleUsage.MONTHLY;
import static io.github.licensing4j.tck.SampleUsage.NODE;
import static io.github.licensing4j.tck.SampleUsage.all;
import static io.github.licensing4j.tck.SampleUsage.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageLedger.Balance;
import io.github.licensing4j.spi.UsageRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that an in-memory ledger is bounded and still correct. */
class UsageCompactionTest {
    private static final int MOST = 100;
    private static final int LICENSES = 5;
    private static final Instant END = HOUR.plus(Duration.ofDays(60));

    private final InMemoryUsageLedger ledger = new InMemoryUsageLedger(new StoreLock(), new InMemoryOutbox(), MOST);
    private final Set<String> events = new HashSet<>();
    private long seq;
    private long added;
    private long exported;

    private static Instant hour(int number) {
        return HOUR.plus(Duration.ofHours(number));
    }

    private void add(Instant hour, long units, CounterIncrement... counters) {
        List<UsageRow> rows = new ArrayList<>();
        for (int i = 0; i < LICENSES; i++) {
            rows.add(row(new LicenseId(ISSUER, "lic_" + i), hour, units));
        }
        ledger.commit(new UsageBatch(NODE, seq, ++seq, rows, List.of(counters)));
        added += LICENSES * units;
    }

    private void export(Instant closedBefore) {
        ledger.exports().createEvents("billing", closedBefore, END, 1_000);
        List<ExportEvent> due = ledger.exports().due("billing", END, 10_000);
        due.forEach(event -> {
            assertThat(events.add(event.id())).as("%s is new", event).isTrue();
            exported += event.units();
        });
        ledger.exports().accepted(due.stream().map(ExportEvent::id).toList(), END);
    }

    private int rows() {
        return ledger.usage(all(UsageDimension.HOUR, UsageDimension.LICENSE))
                .items()
                .size();
    }

    private long units() {
        return ledger.usage(all()).items().stream().mapToLong(UsageTotal::units).sum();
    }

    @Test
    void keepsEveryHourWithinLimit() {
        for (int i = 0; i < MOST / LICENSES; i++) {
            add(hour(i), 1);
        }
        assertThat(rows()).isEqualTo(MOST);
        assertThat(ledger.firstHour()).isEmpty();
    }

    @Test
    void addsOldHoursToFirstKeptHour() {
        for (int i = 0; i < 400; i++) {
            add(hour(i), 1 + i % 3);
            if (i % 7 == 0) {
                export(hour(i));
            }
            if (i % 50 == 49) {
                // Late usage of an hour that is no longer kept separately.
                add(hour(1), 10);
            }
            assertThat(rows()).isLessThanOrEqualTo(MOST + MOST / 4 + LICENSES);
            assertThat(units()).isEqualTo(added);
        }
        Instant first = ledger.firstHour().orElseThrow();
        assertThat(first).isBetween(hour(300), hour(398));
        assertThat(ledger.usage(all(UsageDimension.HOUR)).items().get(0).keys())
                .containsEntry(UsageDimension.HOUR, first.toString());
        export(END);
        assertThat(exported).isEqualTo(added);
        assertThat(ledger.balances(null, 100).items()).hasSize(LICENSES).allSatisfy(balance -> {
            assertThat(balance.billed()).isEqualTo(balance.journaled()).isEqualTo(balance.exported());
            assertThat(balance.journaled()).isEqualTo(added / LICENSES);
        });
    }

    @Test
    void removesCountersThatEndedFirst() {
        QuotaWindow open = new QuotaWindow(0, END.toEpochMilli());
        for (int i = 0; i < 400; i++) {
            QuotaWindow window =
                    new QuotaWindow(hour(i).toEpochMilli(), hour(i + 1).toEpochMilli());
            add(
                    hour(i),
                    2,
                    CounterIncrement.of(LICENSE, MONTHLY, window, 1),
                    CounterIncrement.of(LICENSE, MONTHLY, open, 1));
            assertThat(ledger.counters(LICENSE, Instant.EPOCH)).hasSizeLessThanOrEqualTo(MOST + MOST / 4);
        }
        assertThat(ledger.counted(LICENSE, MONTHLY, open)).isEqualTo(400);
        assertThat(ledger.counters(LICENSE, hour(399))).hasSize(2);
        assertThat(ledger.counters(LICENSE, Instant.EPOCH)).hasSizeGreaterThan(MOST / 2);
        assertThat(ledger.balances(null, 100).items())
                .extracting(Balance::counted)
                .allSatisfy(counted -> assertThat(counted).isLessThanOrEqualTo(added / LICENSES));
    }

    @Test
    void keepsHoursWhoseSumIsTooLarge() {
        long half = 5_000_000_000_000_000_000L;
        ledger.commit(new UsageBatch(NODE, 0, 1, List.of(row(hour(0), half)), List.of()));
        ledger.commit(new UsageBatch(NODE, 1, 2, List.of(row(hour(1), half)), List.of()));
        LicenseId other = new LicenseId(ISSUER, "lic_0");
        ledger.commit(new UsageBatch(NODE, 2, 3, List.of(row(other, hour(2), -half)), List.of()));
        seq = 3;
        for (int i = 3; i < 60; i++) {
            add(hour(i), 1);
        }
        assertThat(units()).isEqualTo(added + half);
        assertThat(ledger.firstHour()).isEmpty();
    }

    @Test
    @Tag("4.6.1")
    void foldsHoursInAnyOrder() {
        long half = 5_000_000_000_000_000_000L;
        for (int i = 0; i < 8; i++) {
            long units = i % 2 == 0 ? half : -half;
            ledger.commit(new UsageBatch(NODE, i, i + 1, List.of(row(hour(i), units)), List.of()));
            export(hour(i));
        }
        seq = 8;
        for (int i = 8; i < 60; i++) {
            add(hour(i), 1);
        }
        assertThat(ledger.firstHour()).isPresent();
        assertThat(units()).isEqualTo(added);
        export(END);
        assertThat(exported).isEqualTo(added);
    }
}
