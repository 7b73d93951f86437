package io.github.licensing4j.core.store.jdbc;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleUsage.LATER;
import static io.github.licensing4j.tck.SampleUsage.LICENSE;
import static io.github.licensing4j.tck.SampleUsage.MARCH;
import static io.github.licensing4j.tck.SampleUsage.MONTHLY;
import static io.github.licensing4j.tck.SampleUsage.NODE;
import static io.github.licensing4j.tck.SampleUsage.all;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.InsightQuery;
import io.github.licensing4j.spi.InsightRange;
import io.github.licensing4j.spi.InsightStore;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.tck.SampleRecords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 4: tests that after {@code kill -9} the sums of the ledger are those of the entries up to its position. */
class KilledLedgerTest {
    @TempDir
    Path dir;

    @Test
    void positionAndSumsAgreeAfterKill() throws Exception {
        kill(3);
    }

    @Test
    @Tag("proof")
    void positionAndSumsAgreeAfterTwentyKills() throws Exception {
        kill(20);
    }

    private void kill(int times) throws Exception {
        Random random = new Random(20261121);
        for (int i = 0; i < times; i++) {
            check(runAndKill(20 + random.nextInt(30)));
        }
    }

    /** Returns the last position that the child printed. */
    private long runAndKill(int batches) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledLedger.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long position = 0;
        int printed = 0;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.matches("position \\d+")) {
                    position = Long.parseLong(line.substring("position ".length()));
                    printed++;
                }
                if (printed == batches) {
                    // On Linux this is kill -9. By its handle, so that its earlier output can still be read.
                    child.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(child.waitFor()).as("the child was killed, it did not end").isEqualTo(137);
        assertThat(printed).isGreaterThanOrEqualTo(batches);
        return position;
    }

    private void check(long printed) {
        try (Store store = JdbcStore.embedded(dir)) {
            UsageLedger ledger = store.usage();
            long position = ledger.position(NODE);
            long units = position * KilledLedger.ROWS;
            assertThat(position).isBetween(printed, printed + 1);
            assertThat(ledger.usage(all()).items().get(0).units()).isEqualTo(units);
            assertThat(ledger.usage(all()).items().get(0).calls()).isEqualTo(units);
            assertThat(ledger.totals(NODE, null, 1).items().get(0).units()).isEqualTo(units);
            assertThat(ledger.counted(LICENSE, MONTHLY, MARCH)).isEqualTo(units);
            checkSums(store.insights().orElseThrow(), units);
            ledger.exports().createEvents("x", LATER.plus(Duration.ofDays(30)), SampleRecords.NOW, Integer.MAX_VALUE);
            List<ExportEvent> events = ledger.exports().due("x", SampleRecords.NOW, Integer.MAX_VALUE);
            assertThat(events.stream().mapToLong(ExportEvent::units).sum()).isEqualTo(units);
        }
    }

    /** The sums by day, by month and of all licenses are stored with the hours, or not at all. */
    private static void checkSums(InsightStore insights, long units) {
        Instant from = Instant.parse("1970-01-01T00:00:00Z");
        for (InsightStep step : List.of(InsightStep.RANGE, InsightStep.DAY)) {
            for (InsightDimension by : List.of(InsightDimension.CUSTOMER, InsightDimension.ENDPOINT)) {
                InsightRange range = new InsightRange(from, Instant.parse("2200-01-01T00:00:00Z"), step, List.of());
                InsightQuery query = new InsightQuery(
                        ISSUER, Map.of(), range, Set.of(by), UsageKind.CHARGED, InsightOrder.KEYS, null, 1_000);
                assertThat(insights.usage(query).items().stream()
                                .mapToLong(group -> group.figures().units())
                                .sum())
                        .as("%s by %s", step, by)
                        .isEqualTo(units);
            }
        }
    }
}
