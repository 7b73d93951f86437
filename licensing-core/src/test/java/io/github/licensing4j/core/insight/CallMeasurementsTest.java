package io.github.licensing4j.core.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.spi.InsightStore;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.tck.MovableClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Measurements wait in bounded memory while their store does not answer. */
class CallMeasurementsTest {
    private static final int ENDPOINTS = 1_000;

    private final MovableClock clock = new MovableClock("2026-03-01T00:00:00Z");

    private static InsightStore unavailable() {
        return (InsightStore) Proxy.newProxyInstance(
                InsightStore.class.getClassLoader(),
                new Class<?>[] {InsightStore.class},
                (proxy, method, arguments) -> {
                    throw new StoreException("the store does not answer");
                });
    }

    @Test
    void dropsAndCountsWhatExceedsItsMemory() {
        var measurements = new CallMeasurements("issuer", "process", clock, Optional.of(unavailable()));
        for (int hour = 0; hour < 110; hour++) {
            for (int endpoint = 0; endpoint < ENDPOINTS; endpoint++) {
                measurements.settled("GET /" + endpoint, clock.millis());
            }
            clock.advance(Duration.ofHours(1));
        }

        // The last two hours have not been taken out of their counters yet.
        assertThat(measurements.lost()).isEqualTo(108 * ENDPOINTS - CallMeasurements.MOST_WAITING);
        assertThatThrownBy(measurements::store).isInstanceOf(StoreException.class);
        assertThat(measurements.lost()).isEqualTo(110 * ENDPOINTS - CallMeasurements.MOST_WAITING);
        assertThatThrownBy(measurements::store).isInstanceOf(StoreException.class);
        assertThat(measurements.unnamed()).isZero();
    }
}
