package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ACTIVE;
import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.license;
import static io.github.licensing4j.tck.SampleUsage.HOUR;
import static io.github.licensing4j.tck.SampleUsage.LATER;
import static io.github.licensing4j.tck.SampleUsage.LICENSE;
import static io.github.licensing4j.tck.SampleUsage.MARCH;
import static io.github.licensing4j.tck.SampleUsage.MONTHLY;
import static io.github.licensing4j.tck.SampleUsage.MOST;
import static io.github.licensing4j.tck.SampleUsage.NODE;
import static io.github.licensing4j.tck.SampleUsage.OTHER;
import static io.github.licensing4j.tck.SampleUsage.all;
import static io.github.licensing4j.tck.SampleUsage.batch;
import static io.github.licensing4j.tck.SampleUsage.correction;
import static io.github.licensing4j.tck.SampleUsage.counting;
import static io.github.licensing4j.tck.SampleUsage.monthly;
import static io.github.licensing4j.tck.SampleUsage.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.spi.UsageRow;
import io.github.licensing4j.spi.UsageSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of sums beyond the range of a usage ledger. */
public interface UsageRangeContract extends LedgerUnderTest {
    @Test
    default void rejectsTooLargeSum() {
        List<UsageBatch> large = List.of(
                batch(NODE, 1, 2, row(HOUR, 1)),
                batch(NODE, 1, 2, row(HOUR, MOST)),
                batch(NODE, 1, 2, row(HOUR, Long.MAX_VALUE)),
                batch(NODE, 1, 2, row(OTHER, HOUR, Long.MAX_VALUE), row(OTHER, HOUR, Long.MAX_VALUE)),
                batch(new UsageSource("other", 1), 0, 1, row(HOUR, 1)),
                counting(NODE, 1, 2, monthly(1)),
                counting(NODE, 1, 2, monthly(Long.MAX_VALUE)));
        ledger().commit(new UsageBatch(NODE, 0, 1, List.of(row(HOUR, MOST)), List.of(monthly(MOST))));
        for (UsageBatch batch : large) {
            List<UsageRow> rows = new ArrayList<>(batch.rows());
            rows.add(row(new LicenseId(ISSUER, "lic_3"), HOUR, 1));
            UsageBatch whole =
                    new UsageBatch(batch.source(), batch.afterSeq(), batch.upToSeq(), rows, batch.counters());
            assertThatThrownBy(() -> ledger().commit(whole))
                    .as("%s", batch)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("further than 9000000000000000000 from 0");
        }
        assertThat(ledger().position(NODE)).isEqualTo(1);
        assertThat(ledger().counted(LICENSE, MONTHLY, MARCH)).isEqualTo(MOST);
        assertThat(units(all())).isEqualTo(MOST);
        UsageCorrection less = correction("cor_1", HOUR, -1, monthly(-1));
        store().commit(StoreChange.builder().correction(less).build());
        assertThat(ledger().commit(counting(NODE, 1, 2, monthly(1)))).isTrue();
    }

    /** Three thirds of the ledger's range minus two, in every order: only the final sum is checked. */
    @Test
    @Tag("4.6.1")
    default void addsUpInAnyOrder() {
        long large = MOST - 7;
        long[] parts = {large, -large, large, -large, large, 7};
        for (int rotated = 0; rotated < parts.length; rotated++) {
            LicenseId license = new LicenseId(ISSUER, "lic_r" + rotated);
            UsageSource source = new UsageSource("rotated" + rotated, 1);
            List<UsageRow> rows = new ArrayList<>();
            for (int i = 0; i < parts.length; i++) {
                rows.add(row(license, HOUR.plus(Duration.ofHours(i)), parts[(i + rotated) % parts.length]));
            }
            ledger().commit(new UsageBatch(source, 0, 1, rows, List.of()));
            assertThat(ledger().usage(all(UsageDimension.LICENSE)).items())
                    .allSatisfy(total -> assertThat(total.units()).isEqualTo(MOST));
            assertThat(ledger().totals(source, null, 10).items())
                    .singleElement()
                    .satisfies(total -> assertThat(total.units()).isEqualTo(MOST));
        }
        assertThat(ledger().balances(null, 10).items())
                .hasSize(parts.length)
                .allSatisfy(balance -> assertThat(List.of(balance.journaled(), balance.billed(), balance.exported()))
                        .containsOnly(MOST));
    }

    @Test
    @Tag("4.6.1")
    default void addsUpOneBatchInAnyOrder() {
        UsageRow[] rows = {row(HOUR, MOST), row(HOUR, 5), row(HOUR, -MOST), row(HOUR, -MOST), row(HOUR, MOST)};
        CounterIncrement[] counts = {monthly(MOST), monthly(5), monthly(-MOST), monthly(-MOST), monthly(MOST)};
        ledger().commit(new UsageBatch(NODE, 0, 1, List.of(rows), List.of(counts)));
        assertThat(units(all())).isEqualTo(5);
        assertThat(ledger().counted(LICENSE, MONTHLY, MARCH)).isEqualTo(5);
        store().commit(StoreChange.builder()
                .correction(correction("cor_1", HOUR, MOST, monthly(MOST)))
                .correction(correction("cor_2", HOUR, -MOST, monthly(-MOST)))
                .build());
        assertThat(units(all())).isEqualTo(5);
        assertThat(ledger().balances(null, 10).items())
                .singleElement()
                .satisfies(balance -> assertThat(balance.corrected()).isZero());
    }

    @Test
    @Tag("4.6.1")
    default void refusesToShowSumBeyondLong() {
        ledger().commit(batch(NODE, 0, 1, row(HOUR, MOST), row(LATER, MOST)));
        assertThat(ledger().usage(all(UsageDimension.HOUR)).items())
                .extracting(UsageTotal::units)
                .containsExactly(MOST, MOST);
        assertThatThrownBy(() -> ledger().usage(all()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("further than 9000000000000000000 from 0");
    }

    @Test
    @Tag("4.6.1")
    default void acceptsEventsInAnyOrder() {
        UsageRow[] rows = new UsageRow[6];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row(HOUR.plus(Duration.ofHours(i)), i % 2 == 0 ? MOST : -MOST);
        }
        int unused = ledger().exports().createEvents("billing", HOUR, LATER, 10);
        ledger().commit(batch(NODE, 0, 1, rows));
        unused = ledger().exports().createEvents("billing", LATER, LATER, 10);
        List<String> ids = ledger().exports().due("billing", LATER, 10).stream()
                .map(ExportEvent::id)
                .toList();
        ledger().exports().accepted(ids, LATER);
        assertThat(ids).hasSize(6);
        assertThat(ledger().exports().accepted("billing", null, 10).items())
                .singleElement()
                .satisfies(acceptedUnits -> assertThat(acceptedUnits.units()).isZero());
    }

    @Test
    default void rejectsChangeWithTooLargeCorrection() {
        store().commit(StoreChange.builder()
                .correction(correction("cor_1", HOUR, -MOST, monthly(-MOST)))
                .build());
        for (UsageCorrection more : List.of(
                correction("cor_2", HOUR, -1),
                correction("cor_2", HOUR, Long.MIN_VALUE),
                correction("cor_2", HOUR, 5, monthly(-1)),
                correction("cor_2", HOUR, 5, monthly(Long.MIN_VALUE)))) {
            StoreChange change = StoreChange.builder()
                    .license(license("lic_1"), ACTIVE)
                    .correction(more)
                    .build();
            assertThatThrownBy(() -> store().commit(change)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(store().licenses().find(LICENSE)).isEmpty();
        assertThat(ledger().counted(LICENSE, MONTHLY, MARCH)).isEqualTo(-MOST);
        assertThat(ledger().corrections(LICENSE, null, 10).items()).hasSize(1);
    }
}
