package io.github.licensing4j.core.store.jdbc;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleUsage.HOUR;
import static io.github.licensing4j.tck.SampleUsage.LICENSE;
import static io.github.licensing4j.tck.SampleUsage.MARCH;
import static io.github.licensing4j.tck.SampleUsage.MONTHLY;
import static io.github.licensing4j.tck.SampleUsage.NODE;
import static io.github.licensing4j.tck.SampleUsage.OTHER;
import static io.github.licensing4j.tck.SampleUsage.all;
import static io.github.licensing4j.tck.SampleUsage.batch;
import static io.github.licensing4j.tck.SampleUsage.monthly;
import static io.github.licensing4j.tck.SampleUsage.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hours of a day are combined, but not those of a quota whose present period began on it. */
class HourTableTest {
    private static final Instant DAY = HOUR.truncatedTo(ChronoUnit.DAYS);
    private static final Instant NEXT_MONTH = Instant.ofEpochMilli(MARCH.endMillis());

    @TempDir
    Path dir;

    private Store store(String database) {
        return database.equals("sqlite")
                ? JdbcStore.embedded(dir)
                : JdbcStore.on(Postgres.newStoreSchema(), PostgresSettings.defaults());
    }

    private static List<String> hours(Store store) {
        return store.usage().usage(all(UsageDimension.HOUR, UsageDimension.LICENSE)).items().stream()
                .map(HourTableTest::text)
                .toList();
    }

    private static String text(UsageTotal total) {
        return total.keys().get(UsageDimension.LICENSE) + " " + total.keys().get(UsageDimension.HOUR) + " "
                + total.units();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void combinesHoursAndLateOnesAgain(String database) {
        try (Store store = store(database)) {
            store.usage()
                    .commit(batch(
                            NODE,
                            0,
                            1,
                            row(DAY, 1),
                            row(HOUR, 2),
                            row(HOUR.plusSeconds(3_600), 4),
                            row(OTHER, HOUR, 8)));
            assertThat(store.insights().orElseThrow().combineHours(ISSUER, DAY, NEXT_MONTH, 10))
                    .isEqualTo(2);
            assertThat(hours(store)).containsExactly("lic_1 " + DAY + " 7", "lic_2 " + DAY + " 8");
            store.usage().commit(batch(NODE, 1, 2, row(HOUR, 16), row(DAY.plus(Duration.ofDays(1)), 32)));
            assertThat(store.insights().orElseThrow().combineHours(ISSUER, DAY, NEXT_MONTH, 10))
                    .isEqualTo(1);
            assertThat(store.insights().orElseThrow().combineHours(ISSUER, DAY, NEXT_MONTH, 10))
                    .isZero();
            assertThat(hours(store))
                    .containsExactly(
                            "lic_1 " + DAY + " 23",
                            "lic_2 " + DAY + " 8",
                            "lic_1 " + DAY.plus(Duration.ofDays(1)) + " 32");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void keepsHoursOfDayOnWhichPresentPeriodBegan(String database) {
        QuotaWindow began = new QuotaWindow(HOUR.toEpochMilli(), NEXT_MONTH.toEpochMilli());
        try (Store store = store(database)) {
            store.usage()
                    .commit(new UsageBatch(
                            NODE,
                            0,
                            1,
                            List.of(row(HOUR, 2), row(OTHER, HOUR, 8)),
                            List.of(CounterIncrement.of(LICENSE, MONTHLY, began, 2), monthly(2))));
            assertThat(store.insights().orElseThrow().combineHours(ISSUER, DAY, HOUR, 10))
                    .isEqualTo(1);
            assertThat(hours(store)).containsExactly("lic_2 " + DAY + " 8", "lic_1 " + HOUR + " 2");
            assertThat(store.insights().orElseThrow().combineHours(ISSUER, DAY, NEXT_MONTH, 10))
                    .isEqualTo(1);
            assertThat(hours(store)).containsExactly("lic_1 " + DAY + " 2", "lic_2 " + DAY + " 8");
        }
    }
}
