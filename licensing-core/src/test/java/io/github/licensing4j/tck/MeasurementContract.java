package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.LatencyHistogram;
import io.github.licensing4j.RefusalFigures;
import io.github.licensing4j.spi.InsightQuery;
import io.github.licensing4j.spi.MeasurementBatch;
import io.github.licensing4j.spi.MeasurementBatch.Latencies;
import io.github.licensing4j.spi.MeasurementBatch.Refusals;
import io.github.licensing4j.spi.MeasurementBatch.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract of refusals and latencies over time. */
public interface MeasurementContract extends InsightsUnderTest {
    @Test
    default void addsMeasurementsOnce() {
        Subject acme = new Subject(ISSUER, "lic_1", "acme", "pro@1");
        Subject nobody = new Subject(ISSUER, "", "", "");
        List<Refusals> refusals = List.of(
                new Refusals(HOUR.toEpochMilli(), acme, "GET /a", "quota-exhausted", false, 3),
                new Refusals(HOUR.toEpochMilli(), acme, "GET /a", "quota-exhausted", true, 4),
                new Refusals(HOUR.plus(Duration.ofHours(1)).toEpochMilli(), acme, "GET /b", "rate-limited", false, 5),
                new Refusals(HOUR.toEpochMilli(), nobody, "", "credential-invalid", false, 6));
        MeasurementBatch first = new MeasurementBatch("node/1", 1, HOUR, refusals, List.of());
        assertThat(insights().add(first)).isTrue();
        assertThat(insights().add(first)).isFalse();
        assertThat(insights().add(new MeasurementBatch("node/2", 1, HOUR, refusals, List.of())))
                .isTrue();
        assertThat(insights().add(new MeasurementBatch("node/1", 2, HOUR, refusals.subList(0, 1), List.of())))
                .isTrue();
        checkRefusals();
    }

    private void checkRefusals() {
        InsightQuery byCode = InsightsUnderTest.query(
                InsightsUnderTest.march(InsightStep.RANGE), InsightOrder.KEYS, InsightDimension.CODE);
        assertThat(paged(insights()::refusals, byCode, 1))
                .extracting(group -> group.keys().get(InsightDimension.CODE), InsightGroup::figures)
                .containsExactly(
                        tuple("credential-invalid", new RefusalFigures(12, 0)),
                        tuple("quota-exhausted", new RefusalFigures(9, 8)),
                        tuple("rate-limited", new RefusalFigures(10, 0)));
        InsightQuery largest = InsightsUnderTest.query(
                InsightsUnderTest.march(InsightStep.DAY), InsightOrder.LARGEST, InsightDimension.CODE);
        assertThat(paged(insights()::refusals, largest, 2))
                .extracting(group -> group.keys().get(InsightDimension.CODE))
                .containsExactly("quota-exhausted", "credential-invalid", "rate-limited");
        InsightQuery byHour = InsightsUnderTest.query(InsightsUnderTest.march(InsightStep.HOUR), InsightOrder.KEYS);
        assertThat(insights().refusals(byHour).items())
                .containsExactly(
                        new InsightGroup<>(HOUR, Map.of(), new RefusalFigures(21, 8)),
                        new InsightGroup<>(HOUR.plus(Duration.ofHours(1)), Map.of(), new RefusalFigures(10, 0)));
    }

    @Test
    default void addsUpLatencies() {
        List<Latencies> latencies = List.of(
                new Latencies(HOUR.toEpochMilli(), "GET /a", LatencyHistogram.bucket(3), 10, 30),
                new Latencies(HOUR.toEpochMilli(), "GET /a", LatencyHistogram.bucket(500), 1, 500),
                new Latencies(HOUR.toEpochMilli(), "GET /b", LatencyHistogram.bucket(7), 2, 14));
        for (int i = 1; i <= 2; i++) {
            assertThat(insights().add(new MeasurementBatch("node/1", i, HOUR, List.of(), latencies)))
                    .isTrue();
        }
        InsightQuery query = InsightsUnderTest.query(
                InsightsUnderTest.march(InsightStep.RANGE), InsightOrder.LARGEST, InsightDimension.ENDPOINT);
        List<InsightGroup<LatencyHistogram>> found = paged(insights()::latency, query, 1);
        assertThat(found)
                .extracting(group -> group.keys().get(InsightDimension.ENDPOINT))
                .containsExactly("GET /a", "GET /b");
        LatencyHistogram first = found.get(0).figures();
        assertThat(first.calls()).isEqualTo(22);
        assertThat(first.millis()).isEqualTo(1_060);
        assertThat(first.percentile(0.5)).isEqualTo(4);
        assertThat(first.percentile(1)).isBetween(500L, 640L);
    }

    @Test
    default void removesOldMeasurements() {
        Subject nobody = new Subject(ISSUER, "", "", "");
        for (int i = 0; i < 10; i++) {
            long hour = HOUR.plus(Duration.ofDays(i)).toEpochMilli();
            assertThat(insights()
                            .add(new MeasurementBatch(
                                    "node/1",
                                    1 + i,
                                    APRIL,
                                    List.of(new Refusals(hour, nobody, "", "credential-invalid", false, 1)),
                                    List.of(new Latencies(hour, "GET /a", 3, 1, 3)))))
                    .isTrue();
        }
        Instant before = HOUR.plus(Duration.ofDays(4));
        while (insights().removeMeasurements(before, before) > 0) {}

        InsightQuery byDay = InsightsUnderTest.query(InsightsUnderTest.march(InsightStep.DAY), InsightOrder.KEYS);
        assertThat(insights().refusals(byDay).items()).hasSize(6);
        assertThat(insights().latency(byDay).items()).hasSize(6);
        InsightQuery byHour = InsightsUnderTest.query(InsightsUnderTest.march(InsightStep.HOUR), InsightOrder.KEYS);
        assertThat(insights().refusals(byHour).items()).hasSize(6);
        assertThat(insights().latency(byHour).items()).hasSize(6);
    }
}
