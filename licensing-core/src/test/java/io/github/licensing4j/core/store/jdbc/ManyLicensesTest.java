package io.github.licensing4j.core.store.jdbc;

import static io.github.licensing4j.tck.SampleRecords.ACTIVE;
import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleRecords.license;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.OutagePolicy;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.license.Staleness;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreChangeBuilder;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that finding a license and reading a page take the same time for any number of licenses, and that memory is
 * bounded. Measures processor time, so that a busy machine does not matter.
 */
class ManyLicensesTest {
    private static final Staleness STALENESS =
            new Staleness(OutagePolicy.Licenses.CACHED, Duration.ofMinutes(5), Duration.ofSeconds(1));
    private static final int BATCH = 1_000;
    private static final int KNOWN = 5_000;

    @TempDir
    Path dir;

    @Test
    void timeAndMemoryDoNotGrowWithLicenses() {
        measure(20_000);
    }

    @Test
    @Tag("proof")
    void timeAndMemoryDoNotGrowUpToMillion() {
        measure(1_000_000);
    }

    private void measure(int licenses) {
        try (JdbcStore store = JdbcStore.embedded(dir)) {
            load(store, 0, licenses / 10);
            Figures few = figures(store, licenses / 10);
            load(store, licenses / 10, licenses);
            Figures many = figures(store, licenses);
            System.out.printf(
                    "µs of processor time with %,d licenses: %s; with %,d: %s%n", licenses / 10, few, licenses, many);
            assertThat(many.lookUp).as("look-up").isLessThan(4 * few.lookUp + 20);
            assertThat(many.lastPage).as("last page").isLessThan(4 * many.firstPage + 200);
            assertThat(many.firstPage).as("first page").isLessThan(4 * few.firstPage + 200);
            assertThat(many.statePage).as("page of a state").isLessThan(4 * few.statePage + 200);
            assertThat(many.pins).as("plans in use").isLessThan(4 * few.pins + 200);
            assertBounded(store, Math.min(licenses, 10 * KNOWN));
        }
    }

    private record Figures(long lookUp, long missing, long firstPage, long lastPage, long statePage, long pins) {}

    private static void load(JdbcStore store, int from, int to) {
        for (int start = from; start < to; start += BATCH) {
            StoreChangeBuilder change = StoreChange.builder();
            for (int i = start; i < start + BATCH; i++) {
                change.license(license(id(i), "customer-" + i % 1_000), ACTIVE);
            }
            store.commit(change.build());
        }
    }

    private static String id(int i) {
        return String.format("lic_%08d", i);
    }

    private static Figures figures(JdbcStore store, int licenses) {
        Random random = new Random(licenses);
        return new Figures(
                micros(i -> assertThat(store.licenses().find(new LicenseId(ISSUER, id(random.nextInt(licenses)))))
                        .isPresent()),
                micros(i -> assertThat(store.licenses().find(new LicenseId(ISSUER, "none" + i)))
                        .isEmpty()),
                micros(i -> assertThat(store.licenses().list(page(null, null)).items())
                        .hasSize(100)),
                micros(i -> assertThat(store.licenses()
                                .list(page(null, id(licenses - 101)))
                                .items())
                        .hasSize(100)),
                micros(i -> assertThat(store.licenses()
                                .list(page(LicenseState.ACTIVE, id(licenses - 101)))
                                .items())
                        .hasSize(100)),
                micros(i -> assertThat(store.licenses().pinnedPlans(ISSUER)).hasSize(1)));
    }

    private static LicenseQuery page(@Nullable LicenseState state, @Nullable String cursor) {
        return new LicenseQuery(ISSUER, null, state, cursor, 100, NOW);
    }

    /** Returns the minimum of several rounds; the rest of the time is the machine's. */
    private static long micros(IntConsumer work) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (int i = 0; i < 50; i++) {
                work.accept(i);
            }
            least = Math.min(least, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
        }
        return least / 50_000;
    }

    private static void assertBounded(JdbcStore store, int licenses) {
        try (LicenseCache cache = new LicenseCache(ISSUER, store, () -> NOW, KNOWN, STALENESS)) {
            for (int i = 0; i < licenses; i++) {
                assertThat(cache.find(new LicenseId(ISSUER, id(i)))).isPresent();
            }
            String detail = cache.health().detail();
            System.out.println("after " + licenses + " look-ups: " + detail);
            assertThat(Integer.parseInt(detail.substring(0, detail.indexOf(' '))))
                    .isBetween(1, KNOWN + 1);
        }
    }
}
