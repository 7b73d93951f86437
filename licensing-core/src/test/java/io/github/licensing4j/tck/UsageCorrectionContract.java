package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleUsage.HOUR;
import static io.github.licensing4j.tck.SampleUsage.LICENSE;
import static io.github.licensing4j.tck.SampleUsage.MARCH;
import static io.github.licensing4j.tck.SampleUsage.MONTHLY;
import static io.github.licensing4j.tck.SampleUsage.NODE;
import static io.github.licensing4j.tck.SampleUsage.OTHER;
import static io.github.licensing4j.tck.SampleUsage.PRO;
import static io.github.licensing4j.tck.SampleUsage.all;
import static io.github.licensing4j.tck.SampleUsage.batch;
import static io.github.licensing4j.tck.SampleUsage.correction;
import static io.github.licensing4j.tck.SampleUsage.monthly;
import static io.github.licensing4j.tck.SampleUsage.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Page;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import io.github.licensing4j.spi.StoreEvent;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.spi.UsageLedger.SourceTotal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract of the corrections of a usage ledger. */
public interface UsageCorrectionContract extends LedgerUnderTest {
    @Test
    default void correctionCountsInItsHour() {
        UsageCorrection full = fullCorrection();
        UsageBatch batch = new UsageBatch(NODE, 0, 5, List.of(row(HOUR, 10)), List.of(monthly(10)));
        ledger().commit(batch);
        long generation = store().commit(StoreChange.builder().correction(full).build());
        assertThat(store().feed().since(generation - 1, 10))
                .containsExactly(new StoreEvent(generation, StoreEvent.Kind.LICENSE, ISSUER, "lic_1", null));
        assertThat(ledger().usage(all(UsageDimension.HOUR, UsageDimension.STATUS, UsageDimension.FEATURE))
                        .items())
                .containsExactlyInAnyOrder(
                        new UsageTotal(inHour("2", "f"), "calls", 10, 1),
                        new UsageTotal(inHour("0", ""), "calls", -4, 0));
        assertThat(units(all())).isEqualTo(6);
        assertThat(ledger().counted(LICENSE, MONTHLY, MARCH)).isEqualTo(6);
        assertThat(ledger().corrections(LICENSE, null, 10).items()).containsExactly(full);
        assertThat(ledger().totals(NODE, null, 10).items()).containsExactly(new SourceTotal(LICENSE, "calls", 10, 1));
        assertThat(ledger().sources("")).isEmpty();
    }

    private static UsageCorrection fullCorrection() {
        CounterId shared = new CounterId("c", null, Limit.Kind.QUOTA, "P1D", Scope.CUSTOMER, "acme");
        return new UsageCorrection(
                "cor_1",
                LICENSE,
                "acme",
                PRO,
                "calls",
                -4,
                HOUR.plusSeconds(3599),
                new UsageCorrection.Entered(NOW, "ann", "the \"outage\""),
                List.of(monthly(-4), CounterIncrement.of(LICENSE, shared, MARCH, -1)));
    }

    private static Map<UsageDimension, String> inHour(String status, String feature) {
        return Map.of(
                UsageDimension.HOUR, HOUR.toString(), UsageDimension.STATUS, status, UsageDimension.FEATURE, feature);
    }

    @Test
    default void pagesCorrectionsInOrder() {
        for (int i = 9; i > 0; i--) {
            LicenseId of = i % 3 == 0 ? OTHER : LICENSE;
            store().commit(StoreChange.builder()
                    .correction(correction("cor_" + i, of, HOUR, i))
                    .build());
        }
        Page<UsageCorrection> first = ledger().corrections(LICENSE, null, 4);
        assertThat(first.items()).extracting(UsageCorrection::units).containsExactly(8L, 7L, 5L, 4L);
        Page<UsageCorrection> second = ledger().corrections(LICENSE, first.next(), 4);
        assertThat(second.items()).extracting(UsageCorrection::units).containsExactly(2L, 1L);
        assertThat(second.next()).isNull();
        assertThat(ledger().corrections(LICENSE, first.next(), 2).next()).isNull();
    }

    @Test
    default void entersCorrectionOnce() {
        store().commit(StoreChange.builder()
                .correction(correction("cor_1", HOUR, 1))
                .build());
        assertConflict(
                StoreChange.builder()
                        .correction(correction("cor_1", OTHER, HOUR, 1))
                        .build(),
                Kind.CORRECTION,
                "cor_1");
        StoreChange twice = StoreChange.builder()
                .correction(correction("cor_2", HOUR, 1))
                .correction(correction("cor_2", HOUR, 1))
                .build();
        assertConflict(twice, Kind.CORRECTION, "cor_2");
        store().commit(StoreChange.builder().uniqueKey("taken").build());
        StoreChange late = StoreChange.builder()
                .correction(correction("cor_2", HOUR, 1, monthly(1)))
                .uniqueKey("taken")
                .build();
        assertConflict(late, Kind.UNIQUE_KEY, "taken");
        assertThat(units(all())).isEqualTo(1);
        assertThat(ledger().counted(LICENSE, MONTHLY, MARCH)).isZero();
        assertThat(ledger().corrections(LICENSE, null, 10).items()).hasSize(1);
    }
}
