package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.license;
import static io.github.licensing4j.tck.SampleUsage.HOUR;
import static io.github.licensing4j.tck.SampleUsage.LATER;
import static io.github.licensing4j.tck.SampleUsage.LICENSE;
import static io.github.licensing4j.tck.SampleUsage.NODE;
import static io.github.licensing4j.tck.SampleUsage.OTHER;
import static io.github.licensing4j.tck.SampleUsage.PRO;
import static io.github.licensing4j.tck.SampleUsage.all;
import static io.github.licensing4j.tck.SampleUsage.batch;
import static io.github.licensing4j.tck.SampleUsage.page;
import static io.github.licensing4j.tck.SampleUsage.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.spi.UsageLedger.SourceTotal;
import io.github.licensing4j.spi.UsageQuery;
import io.github.licensing4j.spi.UsageRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of the queries of a usage ledger. */
public interface UsageQueryContract extends LedgerUnderTest {
    @Test
    default void appliesFilters() {
        ledger().commit(batch(NODE, 0, 1, variedRows()));
        assertThat(units(all())).isEqualTo(111_101);
        assertThat(units(query(null, null, null, null))).isEqualTo(111_101);
        assertThat(units(query("lic_1", null, null, null))).isEqualTo(111_001);
        assertThat(units(query(null, "acme", null, null))).isEqualTo(101);
        assertThat(units(query(null, null, "free@1", null))).isEqualTo(10_000);
        assertThat(units(query(null, null, null, "bytes"))).isEqualTo(100_000);
        assertThat(units(query("lic_1", "b", "pro@1", "calls"))).isEqualTo(1_000);
        assertThat(units(query("lic_9", null, null, null))).isZero();
        assertThat(units(
                        new UsageQuery(ISSUER, UsageSelection.all(), HOUR, HOUR, Set.of(), UsageKind.CHARGED, null, 9)))
                .isZero();
        UsageQuery observed =
                new UsageQuery(ISSUER, UsageSelection.all(), HOUR, LATER, Set.of(), UsageKind.OBSERVED, null, 9);
        assertThat(ledger().usage(observed).items()).containsExactly(new UsageTotal(Map.of(), "calls", 1_000_000, 1));
    }

    @Test
    default void addsUpSourcesWithoutObservedUnits() {
        LicenseId foreign = new LicenseId("https://other", "lic_1");
        ledger().commit(batch(NODE, 0, 1, variedRows()));
        assertThat(ledger().totals(NODE, null, 10).items())
                .containsExactly(
                        new SourceTotal(foreign, "calls", 10, 1),
                        new SourceTotal(LICENSE, "bytes", 100_000, 1),
                        new SourceTotal(LICENSE, "calls", 11_001, 3),
                        new SourceTotal(OTHER, "calls", 100, 1));
        Page<SourceTotal> first = ledger().totals(NODE, null, 3);
        assertThat(ledger().totals(NODE, first.next(), 3).items())
                .containsExactly(new SourceTotal(OTHER, "calls", 100, 1));
    }

    /** Returns rows whose units show which of them were added up. */
    private static UsageRow[] variedRows() {
        long hour = HOUR.toEpochMilli();
        PlanId free = PlanId.parse("free@1");
        return new UsageRow[] {
            row(HOUR, 1),
            row(new LicenseId("https://other", "lic_1"), HOUR, 10),
            row(OTHER, HOUR, 100),
            new UsageRow(LICENSE, "b", PRO, "calls", new UsageRow.Origin("", "", 2), UsageKind.CHARGED, hour, 1_000, 1),
            new UsageRow(
                    LICENSE, "b", free, "calls", new UsageRow.Origin("", "", 5), UsageKind.CHARGED, hour, 10_000, 1),
            new UsageRow(
                    LICENSE, "b", PRO, "bytes", new UsageRow.Origin("", "", 2), UsageKind.CHARGED, hour, 100_000, 1),
            new UsageRow(
                    LICENSE, "b", PRO, "calls", new UsageRow.Origin("", "", 2), UsageKind.OBSERVED, hour, 1_000_000, 1)
        };
    }

    @Test
    default void hoursAndDaysAreUtc() {
        // The night in which clocks in Berlin skip an hour, and the first night of 1970.
        List<UsageRow> rows = new ArrayList<>();
        for (int i = -12; i < 12; i++) {
            rows.add(row(Instant.parse("2026-03-29T01:00:00Z").plusSeconds(3600L * i), 1));
            rows.add(row(Instant.EPOCH.plusSeconds(3600L * i), 1));
        }
        ledger().commit(batch(NODE, 0, 1, rows.toArray(UsageRow[]::new)));
        assertThat(ledger().usage(all(UsageDimension.HOUR)).items())
                .hasSize(48)
                .extracting(total -> Instant.parse(total.keys().get(UsageDimension.HOUR)))
                .isSorted();
        assertThat(ledger().usage(all(UsageDimension.DAY)).items())
                .extracting(total -> total.keys().get(UsageDimension.DAY) + " " + total.units())
                .containsExactly(
                        "1969-12-31T00:00:00Z 12",
                        "1970-01-01T00:00:00Z 12",
                        "2026-03-28T00:00:00Z 11",
                        "2026-03-29T00:00:00Z 13");
        Instant from = Instant.parse("2026-03-29T00:59:59.999Z");
        Instant to = Instant.parse("2026-03-29T01:00:00.001Z");
        UsageQuery rounded =
                new UsageQuery(ISSUER, UsageSelection.all(), from, to, Set.of(), UsageKind.CHARGED, null, 9);
        assertThat(units(rounded)).isEqualTo(2);
        assertThatThrownBy(() -> row(HOUR.plusMillis(1), 1)).hasMessageContaining("first millisecond of an hour");
    }

    @Test
    default void rejectsForeignCursor() {
        for (String cursor : List.of("", "x", ".x", ".AA.AA.AA.AA", "..", "\u0000")) {
            assertThatThrownBy(() -> ledger().usage(page(
                            all(UsageDimension.HOUR, UsageDimension.LICENSE, UsageDimension.PLAN), cursor, 5)))
                    .as(cursor)
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ledger().totals(NODE, cursor, 5)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ledger().corrections(LICENSE, cursor, 5))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> page(all(), null, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static UsageQuery query(
            @Nullable String license, @Nullable String customer, @Nullable String plan, @Nullable String meter) {
        return new UsageQuery(
                ISSUER,
                new UsageSelection(license, customer, plan, meter),
                HOUR,
                LATER,
                Set.of(UsageDimension.PLAN),
                UsageKind.CHARGED,
                null,
                100);
    }
}
